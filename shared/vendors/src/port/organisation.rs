//! Which organisation of the account an application is for: mapped, found, or added.

use procedure::Language;
use procedure::application::Application;
use procedure::organisation::Organisation;

use super::stop::Stop;
use super::{CertCentralPort, people, refusal};
use crate::certcentral::order::Page;
use crate::certcentral::{self, NewOrganisation, OrganisationNumber, Private};

/// Most organisations whose names contain ours that are looked at.
const MAX_NAMESAKES: u16 = 1_000;

impl CertCentralPort {
    /// The organisation's number in the account. One that is not there is added; the vendor examines it with the
    /// order that names it.
    pub(super) async fn organisation(&self, application: &Application) -> Result<OrganisationNumber, Stop> {
        if let Some(mapped) = self.mapped(application) {
            return Ok(mapped);
        }
        let name = self.name_of(&application.organisation);
        let page = Page { offset: 0, limit: MAX_NAMESAKES };
        let mut known = self.client.organisations_named(name, page).await?;
        known.retain(|known| self.is_same(known, &application.organisation));
        // The one longest there, so that the same one is chosen each time.
        known.sort_by_key(|known| known.organisation);
        if let Some(active) = known.iter().find(|known| known.is_active != Some(false)) {
            return Ok(active.organisation);
        }
        if !known.is_empty() {
            return Err(refusal::inactive_organisation().into());
        }
        Ok(self.client.add_organisation(&self.new_organisation(application)).await?)
    }

    /// Whether `number` is the application's organisation.
    pub(super) async fn is_organisation(
        &self,
        number: OrganisationNumber,
        application: &Application,
    ) -> Result<bool, Stop> {
        match self.mapped(application) {
            Some(mapped) => Ok(mapped == number),
            None => {
                let known = self.client.organisation_info(number).await?;
                Ok(self.is_same(&known, &application.organisation))
            }
        }
    }

    fn mapped(&self, application: &Application) -> Option<OrganisationNumber> {
        let number = application.organisation.identifiers.corporate_number.as_ref()?;
        self.settings.organisations.get(number).copied()
    }

    /// Same name, trade name and postal code. Names alone are not enough: companies may share one, and a certificate
    /// would name the wrong place.
    fn is_same(&self, known: &certcentral::Organisation, ours: &Organisation) -> bool {
        let text = |text: &Option<Private>| text.as_ref().map_or("", |text| text.expose().trim()).to_owned();
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        text(&known.name) == self.name_of(ours)
            && text(&known.assumed_name) == ours.trade_name.as_ref().map_or("", |line| line.expose())
            && digits(&text(&known.zip)) == digits(ours.address.postal_code.expose())
    }

    fn name_of<'a>(&self, organisation: &'a Organisation) -> &'a str {
        let english = organisation.name_en.as_ref();
        match self.settings.organisation_name {
            Language::Ja => organisation.name.expose(),
            Language::En => english.unwrap_or(&organisation.name).expose(),
        }
    }

    fn new_organisation(&self, application: &Application) -> NewOrganisation {
        let Organisation { trade_name, address, main_phone, .. } = &application.organisation;
        let state = address.prefecture.name();
        NewOrganisation {
            name: Private::new(self.name_of(&application.organisation)),
            assumed_name: trade_name.as_ref().map(|line| Private::new(line.expose())),
            country: "jp".to_owned(),
            address: Private::new(address.street.expose()),
            address2: address.building.as_ref().map(|line| Private::new(line.expose())),
            city: Private::new(address.city.expose()),
            state: Private::new(state.in_language(self.settings.organisation_name)),
            zip: Private::new(address.postal_code.expose()),
            telephone: Private::new(main_phone.e164()),
            organization_contact: people::responsible(application, self.settings.clerk.as_ref()),
        }
    }
}
