//! What a candidate agrees to, each thing by itself.

use crate::problem::{Code, Problem};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The consents; the personal information protection law asks for a separate one for a photo of a face.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Consents {
    /// Name, number and phone number are used for this collection.
    pub personal_information: bool,
    /// The photo is checked, looked at by people and handed to the office.
    pub photo: bool,
}

impl Consents {
    /// Passes if all are given.
    ///
    /// # Errors
    /// [`Code::ConsentNeeded`].
    pub fn need(self) -> Result<(), Problem> {
        if self.personal_information && self.photo { Ok(()) } else { Err(Code::ConsentNeeded.into()) }
    }
}
