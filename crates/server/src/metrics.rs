//! The counters, in the text form that Prometheus reads. Labels are our own words, never a client's.

use crate::comparison::Comparison;
use crate::queue::Queue;
use portrait_precheck::{Decision, Report};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use std::fmt;
use std::time::Duration;

/// Upper bounds in seconds: from a small file to a check at the default time limit.
const CHECK_SECONDS: [f64; 10] = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 30.0];

/// The counters of one API.
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    checks: Family<CheckLabels, Counter>,
    check_seconds: Histogram,
    panics: Counter,
    comparisons: Family<ComparisonLabels, Counter>,
    running: Gauge,
    waiting: Gauge,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct CheckLabels {
    profile: String,
    decision: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ComparisonLabels {
    result: &'static str,
}

impl Default for Metrics {
    fn default() -> Self {
        let metrics = Self {
            registry: Registry::with_prefix("precheck"),
            requests: Family::default(),
            checks: Family::default(),
            check_seconds: Histogram::new(CHECK_SECONDS),
            panics: Counter::default(),
            comparisons: Family::default(),
            running: Gauge::default(),
            waiting: Gauge::default(),
        };
        // Present at zero from the start, so that the first difference is seen as a rise.
        for comparison in [Comparison::Same, Comparison::Different, Comparison::Incomparable] {
            drop(metrics.comparisons.get_or_create(&ComparisonLabels { result: comparison.id() }));
        }
        metrics.registered()
    }
}

impl Metrics {
    fn registered(mut self) -> Self {
        let registry = &mut self.registry;
        registry.register("requests", "Answered requests", self.requests.clone());
        registry.register("checks", "Checked photos", self.checks.clone());
        registry.register("check_seconds", "Time of a check on its worker", self.check_seconds.clone());
        registry.register(
            "check_panics",
            "Checks that ended without a report, by a fault of ours",
            self.panics.clone(),
        );
        registry.register(
            "report_comparisons",
            "Browsers' reports compared with our own",
            self.comparisons.clone(),
        );
        registry.register("checks_running", "Checks on a worker now", self.running.clone());
        registry.register("checks_waiting", "Checks in the queue now", self.waiting.clone());
        self
    }

    /// Counts an answer.
    pub(crate) fn answered(&self, route: &str, status: u16) {
        self.requests.get_or_create(&RequestLabels { route: route.to_owned(), status }).inc();
    }

    /// Counts a check.
    pub(crate) fn checked(&self, report: &Report, took: Duration) {
        let decision = match report.decision {
            Decision::Accepted => "accepted",
            Decision::Rejected => "rejected",
            Decision::Undecided => "undecided",
        };
        self.checks.get_or_create(&CheckLabels { profile: report.profile.id.clone(), decision }).inc();
        self.check_seconds.observe(took.as_secs_f64());
    }

    /// Counts a panic of this thread until the guard is dropped, whether or not anybody still waits for the answer.
    pub(crate) fn panic_guard(&self) -> PanicGuard<'_> {
        PanicGuard(&self.panics)
    }

    /// Counts a comparison.
    pub(crate) fn compared(&self, comparison: Comparison) {
        self.comparisons.get_or_create(&ComparisonLabels { result: comparison.id() }).inc();
    }

    /// All counters, and how full the queue is now.
    pub(crate) fn text(&self, queue: &Queue) -> Result<String, fmt::Error> {
        self.running.set(i64::try_from(queue.running()).unwrap_or(i64::MAX));
        self.waiting.set(i64::try_from(queue.waiting()).unwrap_or(i64::MAX));
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

/// See [`Metrics::panic_guard`].
pub(crate) struct PanicGuard<'a>(&'a Counter);

impl Drop for PanicGuard<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.inc();
        }
    }
}
