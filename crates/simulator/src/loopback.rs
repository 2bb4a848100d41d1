//! Addresses on this machine: the simulator calls and leads to no others.

use reqwest::Url;
use std::net::IpAddr;

/// The address, if it is a web address on this machine.
pub(crate) fn on_loopback(address: &str) -> Option<Url> {
    let url = Url::parse(address).ok()?;
    let host = url.host_str()?.trim_matches(['[', ']']);
    let is_local = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
    (is_local && matches!(url.scheme(), "http" | "https")).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_called() {
        for (address, expected) in [
            ("http://127.0.0.1:8080/a", true),
            ("https://localhost/a", true),
            ("http://[::1]:80/a", true),
            ("ftp://127.0.0.1/a", false),
            ("https://example.org/a", false),
            ("http://127.0.0.1.example.org/a", false),
            ("http://10.0.0.1/a", false),
            ("javascript:alert(1)", false),
            ("", false),
        ] {
            assert_eq!(on_loopback(address).is_some(), expected, "{address}");
        }
    }
}
