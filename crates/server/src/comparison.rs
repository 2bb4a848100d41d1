//! Compares a browser's report with our own of the same photo: the same bytes must give the same report, and
//! candidates' phones are where that would break first.
//!
//! The client sends one header, with the report's SHA-256 and what the report depends on:
//!
//! ```text
//! X-Precheck-Report-Sha256: REPORT; engine=0.1.0; profile=PROFILE; models=MODEL+MODEL
//! ```
//!
//! `REPORT` is the SHA-256 of the canonical JSON, `PROFILE` and each `MODEL` are the SHA-256 in the report
//! itself, models in its order; `models` is empty if there are none. All in lower-case hexadecimal. A claim is
//! only counted: it changes no answer.

use axum::http::{HeaderMap, HeaderName};
use portrait_precheck::Report;
use precheck_imaging::container::sha256;

/// The header with the claim.
pub(crate) const HEADER: HeaderName = HeaderName::from_static("x-precheck-report-sha256");

/// The report that a browser says it got.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Claim {
    report: String,
    engine: String,
    profile: String,
    models: String,
}

/// How the two reports compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Comparison {
    /// The same bytes.
    Same,
    /// Engine, profile and models are equal, but not the report.
    Different,
    /// Another engine, profile or model, or an incomplete claim.
    Incomparable,
}

impl Claim {
    /// The claim of a request, if it makes one.
    pub(crate) fn of(headers: &HeaderMap) -> Option<Self> {
        let value = headers.get(HEADER)?;
        let mut claim = Self::default();
        let mut parts = value.to_str().unwrap_or_default().split(';').map(str::trim);
        claim.report = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            match part.split_once('=') {
                Some(("engine", value)) => value.clone_into(&mut claim.engine),
                Some(("profile", value)) => value.clone_into(&mut claim.profile),
                Some(("models", value)) => value.clone_into(&mut claim.models),
                _ => {}
            }
        }
        Some(claim)
    }

    /// How the claim compares to our report and its canonical JSON.
    pub(crate) fn compare(&self, report: &Report, json: &str) -> Comparison {
        let ours = Self::for_report(report, json);
        if *self == ours {
            Comparison::Same
        } else if (Self { report: ours.report.clone(), ..self.clone() }) == ours && !self.report.is_empty() {
            Comparison::Different
        } else {
            Comparison::Incomparable
        }
    }

    /// The claim that belongs to this report.
    fn for_report(report: &Report, json: &str) -> Self {
        let models: Vec<&str> = report.models.iter().map(|model| &*model.sha256).collect();
        Self {
            report: sha256(json.as_bytes()),
            engine: report.engine.clone().into_owned(),
            profile: report.profile.sha256.clone(),
            models: models.join("+"),
        }
    }
}

impl Comparison {
    /// The name in the metrics.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Different => "different",
            Self::Incomparable => "incomparable",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use portrait_precheck::models::{ModelId, NoModels};
    use portrait_precheck::{check, profile};

    fn report() -> Report {
        let profile = profile::builtins().next().unwrap();
        let models = vec![
            ModelId { id: "a".into(), sha256: "aaaa".into() },
            ModelId { id: "b".into(), sha256: "bbbb".into() },
        ];
        Report { models, ..check(b"not a photo", &profile, &NoModels) }
    }

    fn header(value: &str) -> HeaderMap {
        HeaderMap::from_iter([(HEADER, value.parse().unwrap())])
    }

    #[test]
    fn each_claim_compares_as_expected() {
        let report = report();
        let json = report.to_json();
        let sha256 = sha256(json.as_bytes());
        let (engine, profile) = (&report.engine, &report.profile.sha256);
        let cases = [
            (format!("{sha256}; engine={engine}; profile={profile}; models=aaaa+bbbb"), "same"),
            (format!("{sha256};models=aaaa+bbbb;profile={profile};engine={engine}"), "same"),
            (format!("00; engine={engine}; profile={profile}; models=aaaa+bbbb"), "different"),
            (format!("00; engine=0.0.9; profile={profile}; models=aaaa+bbbb"), "incomparable"),
            (format!("00; engine={engine}; profile=00; models=aaaa+bbbb"), "incomparable"),
            (format!("00; engine={engine}; profile={profile}; models=bbbb+aaaa"), "incomparable"),
            (format!("00; engine={engine}; profile={profile}; models="), "incomparable"),
            (format!("00; engine={engine}; profile={profile}"), "incomparable"),
            (format!("; engine={engine}; profile={profile}; models=aaaa+bbbb"), "incomparable"),
            (sha256.clone(), "incomparable"),
            (String::new(), "incomparable"),
        ];
        for (value, expected) in cases {
            let claim = Claim::of(&header(&value)).unwrap();
            assert_eq!(claim.compare(&report, &json).id(), expected, "{value}");
        }
        assert_eq!(Claim::of(&HeaderMap::new()), None);
    }
}
