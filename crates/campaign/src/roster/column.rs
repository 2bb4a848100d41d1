//! The columns of a roster, and what offices call them.

use crate::identity::normalised_name;

/// A column that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// The level of study, one of the campaign's.
    Level,
    /// The candidate's name.
    Name,
    /// The kind of document; a roster may leave this column out, and all have a resident's card.
    IdType,
    /// The number of that document.
    IdNumber,
    /// The student number; the self-taught examinations use the number of the admission ticket.
    StudentNumber,
}

impl Column {
    /// Every column, in the usual order.
    pub const ALL: [Self; 5] = [Self::Level, Self::Name, Self::IdType, Self::IdNumber, Self::StudentNumber];

    /// The titles by which the column is known, the usual one first. Spaces, case, width and `_` do not count.
    pub fn titles(self) -> &'static [&'static str] {
        match self {
            Self::Level => &["学历层次", "层次", "level"],
            Self::Name => &["姓名", "考生姓名", "name"],
            Self::IdType => &["证件类型", "id_type"],
            Self::IdNumber => &["证件号码", "证件号", "身份证号", "身份证号码", "id_number"],
            Self::StudentNumber => {
                &["学号", "准考证号", "准考证号码", "学号(准考证号)", "student_number", "ticket_number"]
            }
        }
    }

    /// Whether a roster may lack the column.
    pub fn is_optional(self) -> bool {
        self == Self::IdType
    }

    /// The column that a title means.
    pub fn from_title(title: &str) -> Option<Self> {
        let form = |text: &str| normalised_name(&text.replace('_', ""));
        let title = form(title);
        Self::ALL.into_iter().find(|column| column.titles().iter().any(|known| form(known) == title))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_known_by_each_of_its_titles_however_written() {
        for column in Column::ALL {
            for title in column.titles() {
                let written =
                    [title.to_string(), format!(" {} ", title.to_uppercase()), title.replace('_', " ")];
                assert!(written.iter().all(|title| Column::from_title(title) == Some(column)), "{title}");
            }
        }
        assert_eq!(Column::from_title("学号（准考证号）"), Some(Column::StudentNumber));
        assert_eq!(Column::from_title("专业"), None);
        assert_eq!(Column::from_title(""), None);
    }
}
