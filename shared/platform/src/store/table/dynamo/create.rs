//! The table's shape. In AWS the template makes it; this is for one machine and for tests.

use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection,
    ProjectionType, ScalarAttributeType, TimeToLiveSpecification,
};

use super::DynamoTable;
use super::errors;
use crate::store::StoreError;

/// The sparse, keys-only index of what is due.
pub(super) const DUE_INDEX: &str = "due";

impl DynamoTable {
    /// Makes the table with its due index and its time to live, unless it exists.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub async fn create(&self) -> Result<(), StoreError> {
        let attribute = |name: &str| {
            let definition = AttributeDefinition::builder().attribute_name(name);
            definition.attribute_type(ScalarAttributeType::S).build().map_err(errors::build)
        };
        let key = |name: &str, kind: KeyType| {
            KeySchemaElement::builder().attribute_name(name).key_type(kind).build().map_err(errors::build)
        };
        let index = GlobalSecondaryIndex::builder()
            .index_name(DUE_INDEX)
            .key_schema(key("due_pk", KeyType::Hash)?)
            .key_schema(key("due_sk", KeyType::Range)?)
            .projection(Projection::builder().projection_type(ProjectionType::KeysOnly).build());
        let call = self
            .client
            .create_table()
            .table_name(&self.name)
            .billing_mode(BillingMode::PayPerRequest)
            .key_schema(key("pk", KeyType::Hash)?)
            .key_schema(key("sk", KeyType::Range)?)
            .attribute_definitions(attribute("pk")?)
            .attribute_definitions(attribute("sk")?)
            .attribute_definitions(attribute("due_pk")?)
            .attribute_definitions(attribute("due_sk")?)
            .global_secondary_indexes(index.build().map_err(errors::build)?);
        match call.send().await {
            Ok(_) => {}
            Err(error) if errors::is_in_use(&error) => return Ok(()),
            Err(error) => return Err(errors::call(error)),
        }
        let expiry = TimeToLiveSpecification::builder().enabled(true).attribute_name("expires");
        let expiry = expiry.build().map_err(errors::build)?;
        let call = self.client.update_time_to_live().table_name(&self.name);
        call.time_to_live_specification(expiry).send().await.map(drop).map_err(errors::call)
    }
}
