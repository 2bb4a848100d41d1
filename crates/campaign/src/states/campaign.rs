//! A campaign.

use super::machine::machine;

machine! {
    CampaignState in "campaign" by CampaignEvent {
        /// Nobody sees it.
        Draft = "draft",
        /// Candidates find it.
        Published = "published",
        /// Candidates do not find it any more; what has begun is finished.
        Closed = "closed",
        /// Nothing happens any more.
        Archived = "archived",
    } {
        /// Candidates may find it.
        Publish = "publish": Draft | Closed => Published;
        /// Nobody new may begin.
        Close = "close": Published => Closed;
        /// It is over.
        Archive = "archive": Closed => Archived;
        /// Its file says something else.
        Amend = "amend": Draft => Draft, Published => Published, Closed => Closed;
    }
}
