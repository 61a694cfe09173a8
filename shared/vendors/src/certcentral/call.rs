//! Every call of the API that certflow makes, and what may be done when its outcome is unknown.

use std::fmt;

/// What a call does at the vendor, which decides whether it may be sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Changes nothing: repeated freely, within the bounds of the configuration.
    Read,
    /// Changes something, but the vendor documents that asking again gives the same end: repeated likewise.
    Repeatable,
    /// Orders, mails, revokes or creates: sent once, ever, by this client.
    Once,
}

macro_rules! calls {
    ($($(#[$doc:meta])* $name:ident => $effect:ident, $text:literal;)*) => {
        /// One call of the Services API; names errors and log lines in place of an address.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Call {
            $($(#[$doc])* $name,)*
        }

        impl Call {
            /// Every call.
            pub const ALL: &'static [Call] = &[$(Call::$name,)*];

            /// What it does at the vendor.
            pub const fn effect(self) -> Effect {
                match self { $(Call::$name => Effect::$effect,)* }
            }

            /// Its name in errors and logs.
            pub const fn name(self) -> &'static str {
                match self { $(Call::$name => $text,)* }
            }
        }
    };
}

calls! {
    /// `POST /order/certificate/{product}`.
    PlaceOrder => Once, "place-order";
    /// `POST /order/certificate/{order}/reissue`.
    Reissue => Once, "reissue";
    /// `GET /order/certificate/{order}`.
    OrderInfo => Read, "order-info";
    /// `GET /order/alternate/{reference}`.
    OrdersByReference => Read, "orders-by-reference";
    /// `GET /order/certificate`.
    ListOrders => Read, "list-orders";
    /// `GET /order/certificate/status-changes`.
    StatusChanges => Read, "status-changes";
    /// `GET /order/certificate/{order}/validation`.
    OrderValidation => Read, "order-validation";
    /// `PUT /order/certificate/{order}/status`. A second one is refused, which would hide that the first worked.
    CancelOrder => Once, "cancel-order";
    /// `PUT /request/{request}/status`. A second one is refused, likewise.
    RejectRequest => Once, "reject-request";
    /// `PUT /order/certificate/{order}/dcv-method`. Whether a repetition makes a new random value is not said.
    SetOrderDcvMethod => Once, "set-order-dcv-method";
    /// `PUT /order/certificate/{order}/dcv-random-value`. "If a valid value exists, it is returned" (its page).
    OrderDcvToken => Repeatable, "order-dcv-token";
    /// `PUT /order/certificate/{order}/check-dcv`. Asks the vendor to look; looking twice is harmless.
    CheckOrderDcv => Repeatable, "check-order-dcv";
    /// `PUT /order/certificate/{order}/order-approval/resend-emails`. Mails people.
    ResendConfirmation => Once, "resend-confirmation";
    /// `GET /domain/{domain}`.
    DomainInfo => Read, "domain-info";
    /// `GET /domain`.
    ListDomains => Read, "list-domains";
    /// `POST /domain`.
    AddDomain => Once, "add-domain";
    /// `GET /domain/{domain}/dcv/emails`.
    DcvMailboxes => Read, "dcv-mailboxes";
    /// `PUT /domain/{domain}/dcv/emails`. Mails people.
    SendDcvMail => Once, "send-dcv-mail";
    /// `PUT /domain/{domain}/dcv/method`. The same method again changes nothing and sends no mail (its page).
    SetDomainDcvMethod => Repeatable, "set-domain-dcv-method";
    /// `POST /domain/{domain}/dcv/token`. Each one invalidates the value before it.
    NewDomainDcvToken => Once, "new-domain-dcv-token";
    /// `PUT /domain/{domain}/dcv/validate-token`. Asks the vendor to look.
    CheckDomainDcv => Repeatable, "check-domain-dcv";
    /// `GET /organization`.
    ListOrganisations => Read, "list-organisations";
    /// `GET /organization/{organisation}`.
    OrganisationInfo => Read, "organisation-info";
    /// `GET /organization/{organisation}/validation`.
    OrganisationValidation => Read, "organisation-validation";
    /// `POST /organization`.
    AddOrganisation => Once, "add-organisation";
    /// `GET /product`.
    ListProducts => Read, "list-products";
    /// `GET /certificate/{certificate}/download/format/{format}`.
    Download => Read, "download";
    /// `GET /certificate/download/order/{order}/format/{format}`.
    DownloadForOrder => Read, "download-for-order";
    /// `PUT /certificate/{certificate}/revoke`.
    Revoke => Once, "revoke";
    /// `PUT /order/certificate/{order}/revoke`.
    RevokeOrder => Once, "revoke-order";
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R13: an order is placed once; nothing that orders, mails or revokes is ever repeated by the client.
    #[test]
    fn what_orders_mails_or_revokes_is_sent_once() {
        let once: Vec<_> =
            Call::ALL.iter().filter(|c| c.effect() == Effect::Once).map(|c| c.name()).collect();
        assert_eq!(
            once,
            [
                "place-order",
                "reissue",
                "cancel-order",
                "reject-request",
                "set-order-dcv-method",
                "resend-confirmation",
                "add-domain",
                "send-dcv-mail",
                "new-domain-dcv-token",
                "add-organisation",
                "revoke",
                "revoke-order",
            ]
        );
    }
}
