//! What the tables of states have in common.

use precheck_foundation::json::EnumName;
use std::fmt::Debug;

/// A state of a row of one table of the database.
pub trait Machine: EnumName + Debug + Send + Sync {
    /// What can happen to the row.
    type Event: EnumName + Send;

    /// The table's name.
    const TABLE: &'static str;
    /// Takes the row's lock and reads `state, version`: `$1` is the id. An update first, in place of a locking `SELECT`,
    /// makes a transaction of SQLite a writer before it reads.
    const LOCK: &'static str;
    /// Writes `state = $2, version = $3` where the id is `$1`.
    const WRITE: &'static str;

    /// The state after `event`; `None` where that cannot happen.
    fn after(self, event: Self::Event) -> Option<Self>;
}

/// The table, its statements and the rows `event: from, … => to;` of a [`Machine`], and the names of its states and events.
macro_rules! machine {
    ($state:ident in $table:literal by $event:ident {
        $($(#[$state_doc:meta])* $variant:ident = $name:literal,)+
    } {
        $($(#[$event_doc:meta])* $happens:ident = $happens_name:literal: $($($from:ident)|+ => $to:ident),+;)+
    }) => {
        #[doc = concat!("The states of a row of `", $table, "`.")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $state {
            $($(#[$state_doc])* $variant,)+
        }

        #[doc = concat!("What can happen to a row of `", $table, "`.")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $event {
            $($(#[$event_doc])* $happens,)+
        }

        impl precheck_foundation::json::EnumName for $state {
            const NAMES: &'static [(&'static str, Self)] = &[$(($name, Self::$variant),)+];
        }

        impl precheck_foundation::json::EnumName for $event {
            const NAMES: &'static [(&'static str, Self)] = &[$(($happens_name, Self::$happens),)+];
        }

        impl $crate::states::Machine for $state {
            type Event = $event;
            const TABLE: &'static str = $table;
            const LOCK: &'static str =
                concat!("UPDATE ", $table, " SET version = version WHERE id = $1 RETURNING state, version");
            const WRITE: &'static str =
                concat!("UPDATE ", $table, " SET state = $2, version = $3 WHERE id = $1");

            fn after(self, event: $event) -> Option<Self> {
                match (event, self) {
                    $($(($event::$happens, $(Self::$from)|+) => Some(Self::$to),)+)+
                    _ => None,
                }
            }
        }
    };
}
pub(super) use machine;
