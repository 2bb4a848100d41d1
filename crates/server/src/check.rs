//! Receives and checks one photo: what `POST /api/v1/checks` does, for a program that has more to do with the photo.

use crate::code::Code;
use crate::problem::Problem;
use crate::state::ApiState;
use crate::upload::{self, Upload};
use axum::body::Body;
use portrait_precheck::{Inspection, Measurements, Report};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::time::timeout;

/// A photo that was checked.
pub struct Checked {
    /// The photo; it takes its part of the memory for uploads until it is dropped.
    pub upload: Upload,
    /// What was measured.
    pub measurements: Measurements,
    /// What the profile says to it.
    pub report: Report,
}

impl ApiState {
    /// Receives a whole body, bounded in length, in time and in the memory of all uploads together.
    ///
    /// # Errors
    /// [`Code::PhotoTooLarge`], [`Code::UploadTooSlow`], [`Code::UploadBroken`] or [`Code::Busy`].
    pub async fn receive(&self, body: Body) -> Result<Upload, Problem> {
        upload::receive(body, self).await
    }

    /// Checks a photo against the profile of this id, in its turn.
    ///
    /// # Errors
    /// [`Code::UnknownProfile`], [`Code::Busy`], [`Code::CheckTooLong`] or [`Code::InternalError`].
    pub async fn check(&self, upload: Upload, profile: &str) -> Result<Checked, Problem> {
        let profile = Arc::clone(&self.profile(profile)?.profile);
        let (models, metrics) = (Arc::clone(&self.models), Arc::clone(&self.metrics));
        let checked = self.queue.run(move || {
            let _counted = metrics.panic_guard();
            let started = Instant::now();
            let mut inspection = Inspection::open(upload.bytes());
            inspection.analyze(&*models);
            let measurements = inspection.measure();
            let report = measurements.judge(&profile);
            metrics.checked(&report, started.elapsed());
            Checked { upload, measurements, report }
        });
        let limit = Duration::from_secs(self.config.check_seconds);
        timeout(limit, checked).await.map_err(|_| Problem::new(Code::CheckTooLong))?
    }
}
