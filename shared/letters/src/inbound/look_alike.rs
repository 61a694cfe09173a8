//! Hosts that are made to be taken for the vendor's.

use jiff::civil::Date;
use procedure::Vendor;
use procedure::name::DnsName;
use procedure::profile::Profiles;

/// Shortest vendor label that is looked for; shorter ones stand in honest names.
const MIN_LABEL: usize = 6;

/// The vendors' own domains, by the profiles in force.
pub(super) struct Genuine {
    /// Approval hosts: never suspicious.
    hosts: Vec<DnsName>,
    /// These and the domains of senders.
    domains: Vec<DnsName>,
}

impl Genuine {
    pub(super) fn of(profiles: &Profiles, day: Date) -> Self {
        let (mut hosts, mut domains) = (Vec::new(), Vec::new());
        for profile in Vendor::ALL.into_iter().flat_map(|vendor| profiles.all_of(vendor, day)) {
            hosts.extend(profile.approval_hosts.iter().filter_map(|host| host.parse::<DnsName>().ok()));
            domains.extend(profile.sender_domains());
        }
        domains.extend(hosts.iter().cloned());
        Self { hosts, domains }
    }

    /// Whether `host` is one an operator has entered.
    pub(super) fn is_approval_host(&self, host: &str) -> bool {
        self.hosts.iter().any(|listed| listed.as_str() == host)
    }

    /// Whether `host` has an internationalised label (no vendor's page has one; a reader cannot tell its letters
    /// apart), or a label that reads like a vendor's domain though the host is not below that domain. The vendor's own
    /// label under another suffix counts: anybody may register it.
    pub(super) fn is_imitated_by(&self, host: &DnsName) -> bool {
        if self.hosts.contains(host) {
            return false;
        }
        if host.labels().any(|label| label.starts_with("xn--")) {
            return true;
        }
        if self.domains.iter().any(|domain| host.is_within(domain)) {
            return false;
        }
        let registered = self.domains.iter().filter_map(|domain| domain.base_domain());
        let vendors: Vec<String> =
            registered.filter_map(|base| base.labels().next().map(str::to_owned)).collect();
        vendors
            .iter()
            .filter(|vendor| vendor.len() >= MIN_LABEL)
            .any(|vendor| host.labels().any(|label| skeleton(label).contains(&skeleton(vendor))))
    }
}

/// `label` with letters and digits that look alike made the same, and hyphens left out.
fn skeleton(label: &str) -> String {
    let same: String = label
        .chars()
        .filter(|c| *c != '-')
        .map(|c| match c {
            '0' => 'o',
            '1' | 'i' => 'l',
            '3' => 'e',
            '5' => 's',
            other => other,
        })
        .collect();
    same.replace("rn", "m").replace("vv", "w")
}

#[cfg(test)]
mod tests {
    use procedure::calendar::japan_date;

    use super::*;

    /// R33: hosts that a hurried reader takes for the vendor's, and hosts that merely are not on the list.
    #[test]
    fn imitations() {
        let genuine = Genuine::of(&Profiles::default(), japan_date(procedure::samples::now()));
        for host in [
            "digitalcertva1idation.com",
            "digital-cert-validation.com",
            "digitalcertvalidation.com.evil.jp",
            "www.digitalcertvalidation-approval.com",
            "geotrust.evil.jp",
            "cybertrust.co.jp.evil.com",
            "cybertru5t.co.jp",
            "xn--r8jz45g.jp",
            "digitalcertvalidatíon.com",
            "ｇｅｏｔｒｕｓｔ.evil.jp",
            "geotrust.xyz",
            "digitalcertvalidation.net",
            "digicert-approval.com",
            "approval.cybertrust.example",
        ] {
            assert!(genuine.is_imitated_by(&host.parse().unwrap()), "{host}");
        }
        for host in [
            "digitalcertvalidation.com",
            "www.digitalcertvalidation.com",
            "www.digicert.com",
            "www.cybertrust.ne.jp",
            "www.example.jp",
        ] {
            assert!(!genuine.is_imitated_by(&host.parse().unwrap()), "{host}");
        }
    }

    /// R40: a host that an operator entered is trusted to be what it is.
    #[test]
    fn listed_hosts_are_genuine() {
        let mut json = serde_json::to_value(Profiles::default()).unwrap();
        json[0]["approval_hosts"] = serde_json::json!(["geotrust.evil.jp"]);
        let profiles = serde_json::from_value(json).unwrap();
        let genuine = Genuine::of(&profiles, japan_date(procedure::samples::now()));
        assert!(!genuine.is_imitated_by(&"geotrust.evil.jp".parse().unwrap()));
    }
}
