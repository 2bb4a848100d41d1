//! What messages say. Their texts are templates at the vendor's; what does not fit into a variable, such as the reasons of
//! a rejection, stands on the candidate's page.

use super::variable::Variable;
use crate::campaign_file::CampaignFile;
use precheck_foundation::json::EnumName;

/// What a message says; its name is the template's key in the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The fee has arrived.
    Paid,
    /// The photo was approved.
    Approved,
    /// The photo was rejected; another one is needed.
    Rejected,
    /// The fee was given back.
    Refunded,
}

impl EnumName for Kind {
    const NAMES: &'static [(&'static str, Self)] = &[
        ("paid", Self::Paid),
        ("approved", Self::Approved),
        ("rejected", Self::Rejected),
        ("refunded", Self::Refunded),
    ];
}

impl Kind {
    /// What is filled into the template; a rejection tells until when another photo is taken.
    pub fn variables(self, campaign: &CampaignFile) -> Vec<Variable> {
        match self {
            Self::Paid | Self::Approved | Self::Refunded => Vec::new(),
            Self::Rejected => {
                let deadline = campaign.recollection_deadline_ms;
                vec![Variable::day(deadline), Variable::hour(deadline)]
            }
        }
    }
}
