//! What can be wrong with a cell of a roster, in words for the office that has to correct it.

use crate::identity::InvalidNumber;
use precheck_foundation::text::{LocalizedStr, LocalizedString};

/// What is wrong with one cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// There is nothing in it.
    Missing,
    /// The spreadsheet has it as a number: its last digits, or zeros in front, may be lost already.
    NumericCell,
    /// It is none of the campaign's levels.
    UnknownLevel,
    /// It has a character that no name has, such as `?` or `�`: often the trace of a wrong conversion.
    NotAName,
    /// It has a character of a private range, which every system shows otherwise: nobody can type it.
    PrivateCharacter,
    /// It names no kind of document.
    UnknownIdType,
    /// It is no number of such a document.
    IdNumber(InvalidNumber),
    /// It has other characters than letters, digits and `-`, or too many.
    StudentNumber,
    /// An earlier line has the same; for a number of a document: the same number and level.
    Repeated {
        /// That line.
        line: u64,
    },
}

impl Flaw {
    /// What is wrong, and what to do.
    pub fn text(&self) -> LocalizedString {
        let text = |zh, en| LocalizedString::from(LocalizedStr { zh, en });
        match self {
            Self::Missing => text("没有填写，请补上", "is empty; please fill it in"),
            Self::NumericCell => text(
                "是数字格式，末几位或开头的 0 可能已经丢失；请把整列设为文本格式，并从原始资料重新填写",
                "is stored as a number, so its last digits or leading zeros may be lost; format the column as text and enter it again from the source",
            ),
            Self::UnknownLevel => text(
                "不是本次采集设置的学历层次，请改为其中之一",
                "is not a level of this campaign; please use one of its levels",
            ),
            Self::NotAName => text(
                "含有姓名中不会出现的字符，可能在转换文件时损坏；请按证件核对",
                "has a character that no name has, perhaps damaged by a conversion; please check it with the document",
            ),
            Self::PrivateCharacter => text(
                "含有自造字，考生无法输入；请改用国家标准编码的字",
                "has a private-use character, which nobody can type; please use the standard character",
            ),
            Self::UnknownIdType => text(
                "不是认识的证件类型，请改为居民身份证、港澳居民来往内地通行证、台湾居民来往大陆通行证或护照",
                "is no known kind of document; please use resident-id, hong-kong-macao-permit, taiwan-permit or passport",
            ),
            Self::IdNumber(InvalidNumber::Form) => text(
                "长度或字符不符合这种证件的号码，请按证件核对",
                "does not have the form of such a number; please check it with the document",
            ),
            Self::IdNumber(InvalidNumber::Region) => text(
                "开头的地区代码不存在，请按证件核对",
                "begins with an unknown region; please check it with the document",
            ),
            Self::IdNumber(InvalidNumber::BirthDate) => text(
                "其中的出生日期不存在，请按证件核对",
                "holds an impossible date of birth; please check it with the document",
            ),
            Self::IdNumber(InvalidNumber::CheckCharacter) => text(
                "校验位不对，可能有一位数字写错；请按证件核对",
                "has a wrong check character, perhaps one mistyped digit; please check it with the document",
            ),
            Self::StudentNumber => text(
                "只能由字母、数字和“-”组成，最多 32 位；请核对",
                "may only have letters, digits and `-`, at most 32 of them; please check it",
            ),
            Self::Repeated { line } => LocalizedString {
                zh: format!("与第 {line} 行重复，请只保留一行"),
                en: format!("repeats line {line}; please keep one of them"),
            },
        }
    }
}
