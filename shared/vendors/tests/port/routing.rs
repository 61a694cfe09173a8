//! Which vendor an order goes to (R2).

use procedure::order::VendorMail;
use procedure::vendor::{VendorReply, VendorRequest};
use procedure::{Product, Vendor, samples};
use vendors::desk::{Channel, Desk};
use vendors::{PortSettings, Vendors};

use super::support::Server;
use super::world::*;

/// R2: DC-* and GT-* go to CertCentral, CT-SS and BIZCERT to the desk, which answers every request with work for staff
/// and can be asked nothing.
#[tokio::test]
async fn each_product_goes_to_its_vendor() {
    let server = Server::start().await;
    let vendors = Vendors::new(Some(port_with(&server, PortSettings::default())), Desk::default());
    for product in Product::ALL {
        let order = new_order(product);
        let desk = product.vendor() == Vendor::Cybertrust;
        if !desk {
            finds(&server, &[(7, "pending")]);
        }
        let request = VendorRequest::Place { submission: order.submission() };
        let reply = vendors.for_product(product).request(&order, &request, attempt(1, at(1))).await;
        assert_eq!(reply, if desk { Ok(VendorReply::AtDesk) } else { placed("7") }, "{product:?}");
        assert_eq!(vendors.channel(product.vendor()), if desk { Channel::Desk } else { Channel::Api });
    }
    let (port, order) = (vendors.port(Vendor::Cybertrust), samples::examining(Product::Bizcert));
    assert_eq!(port.report(&order, &samples::id("1"), at(1)).await, Ok(None));
    assert_eq!(port.certificate(&samples::id("1")).await, Ok(None));
    server.finish();
}

/// R2: without a key for CertCentral its orders are entered by hand, too.
#[tokio::test]
async fn without_a_key_everything_is_done_at_the_desk() {
    let vendors = Vendors::new(None, Desk::default());
    for vendor in Vendor::ALL {
        assert_eq!(vendors.channel(vendor), Channel::Desk);
        let number = samples::id("700000001");
        let (order, mail) = (samples::examining(Product::DigicertSecureServerId), VendorMail::Approval);
        assert_eq!(vendors.port(vendor).report(&order, &number, at(1)).await, Ok(None));
        let request = VendorRequest::Resend { vendor_order: number, mail, asked_at: at(0) };
        let reply = vendors.port(vendor).request(&order, &request, attempt(1, at(1))).await;
        assert_eq!(
            codes(reply),
            ["resend.at_the_desk"],
            "nothing to enter, and nobody who could say that it is done"
        );
    }
}
