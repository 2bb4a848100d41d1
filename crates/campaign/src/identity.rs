//! Names and documents of identity in the one form in which they are compared: what a person types on a phone and what a
//! roster has may differ in width, spaces, dots and case, and still mean the same.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use utoipa::ToSchema;

/// Longest name, in characters of its normalised form; names in passports of 39 characters a part exist.
pub const MAX_NAME: usize = 100;

/// Longest number that is looked at, in bytes as typed.
const MAX_NUMBER: usize = 64;

/// The kind of document that a number is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum IdType {
    /// 居民身份证, and what has a number of the same form: 港澳台居民居住证 and the five-star 外国人永久居留身份证.
    ResidentId,
    /// 港澳居民来往内地通行证.
    HongKongMacaoPermit,
    /// 台湾居民来往大陆通行证.
    TaiwanPermit,
    /// 护照.
    Passport,
}

/// Why something is no number of its kind of document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidNumber {
    /// It does not have the length, or the letters and digits, that such numbers have.
    #[error("not of the form of such a number")]
    Form,
    /// The first two digits of a resident's number name no region.
    #[error("unknown region")]
    Region,
    /// Its digits 7 to 14 are no day of the calendar.
    #[error("no date of birth")]
    BirthDate,
    /// The last character does not follow from the others: a mistyped digit, or two swapped ones.
    #[error("wrong check character")]
    CheckCharacter,
}

impl IdType {
    /// Every kind, in the order in which a person should see them.
    pub const ALL: [Self; 4] =
        [Self::ResidentId, Self::HongKongMacaoPermit, Self::TaiwanPermit, Self::Passport];

    /// What people call it; rosters may use any of these words. The first is the usual one, the last the API's.
    pub fn names(self) -> &'static [&'static str] {
        match self {
            Self::ResidentId => {
                &["居民身份证", "身份证", "港澳台居民居住证", "外国人永久居留身份证", "resident-id"]
            }
            Self::HongKongMacaoPermit => {
                &["港澳居民来往内地通行证", "港澳通行证", "回乡证", "hong-kong-macao-permit"]
            }
            Self::TaiwanPermit => &["台湾居民来往大陆通行证", "台胞证", "taiwan-permit"],
            Self::Passport => &["护照", "passport"],
        }
    }

    /// The kind that a word of a roster means.
    pub fn from_name(name: &str) -> Option<Self> {
        let name = normalised_name(name);
        Self::ALL.into_iter().find(|kind| kind.names().iter().any(|known| normalised_name(known) == name))
    }

    /// The number in the form in which it is compared: half width, no spaces, capital letters, and of a permit only what is
    /// its holder's for life.
    ///
    /// # Errors
    /// If the number cannot be one of such a document.
    pub fn normalised_number(self, typed: &str) -> Result<String, InvalidNumber> {
        if typed.len() > MAX_NUMBER {
            return Err(InvalidNumber::Form);
        }
        let mut number: String = visible(typed).flat_map(char::to_uppercase).collect();
        let (valid, kept) = match self {
            Self::ResidentId => return resident_number(&number).map(|()| number),
            // H or M and eight digits; cards up to 2012 had two more, which counted how often the card was issued.
            Self::HongKongMacaoPermit => {
                (number.strip_prefix(['H', 'M']).is_some_and(|rest| is_digits(rest, &[8, 10])), 9)
            }
            // Eight digits; booklets had two more, which counted the issues, and a letter in brackets.
            Self::TaiwanPermit => {
                let valid = is_digits(number.split('(').next().unwrap_or_default(), &[8, 10])
                    && number.split_once('(').is_none_or(|(_, issue)| is_issue(issue));
                (valid, 8)
            }
            // ICAO 9303 allows nine places; some states print more beside them.
            Self::Passport => {
                let valid = number.bytes().all(|byte| byte.is_ascii_alphanumeric());
                (valid && (5..=15).contains(&number.len()), number.len())
            }
        };
        if !valid {
            return Err(InvalidNumber::Form);
        }
        number.truncate(kept);
        Ok(number)
    }
}

/// A name in the form in which it is compared: NFKC, no spaces and nothing invisible, one kind of middle dot, capital
/// letters. Empty if nothing visible is left.
pub fn normalised_name(typed: &str) -> String {
    let dots = visible(typed).map(|c| if is_middle_dot(c) { '·' } else { c });
    // Capital letters may be composed differently from the small ones: composed once more.
    dots.flat_map(char::to_uppercase).nfkc().collect()
}

/// The characters of a text that can be seen, in compatibility composition (NFKC).
fn visible(text: &str) -> impl Iterator<Item = char> {
    text.nfkc().filter(|c| !c.is_whitespace() && !is_invisible(*c))
}

/// Characters that take no room: controls, marks of direction, joiners, selectors of a variant (Unicode 17.0,
/// Default_Ignorable_Code_Point, and Braille's blank).
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
            | '\u{FFA0}' | '\u{FFF0}'..='\u{FFF8}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E0FFF}')
}

/// The dots that keyboards and registers put between the parts of a name; after NFKC, so that ．is already a full stop.
fn is_middle_dot(c: char) -> bool {
    matches!(
        c,
        '.' | '·'
            | '•'
            | '․'
            | '‧'
            | '∙'
            | '⋅'
            | '・'
            | '●'
            | '⸱'
            | 'ꞏ'
            | '\u{387}'
            | '\u{16EB}'
            | '\u{2E33}'
    )
}

/// The regions of GB/T 2260; 81 to 83 are those of residence permits, 9 begins a foreigner's number.
fn is_region(digits: &str) -> bool {
    matches!(
        digits,
        "11" | "12"
            | "13"
            | "14"
            | "15"
            | "21"
            | "22"
            | "23"
            | "31"
            | "32"
            | "33"
            | "34"
            | "35"
            | "36"
            | "37"
            | "41"
            | "42"
            | "43"
            | "44"
            | "45"
            | "46"
            | "50"
            | "51"
            | "52"
            | "53"
            | "54"
            | "61"
            | "62"
            | "63"
            | "64"
            | "65"
            | "71"
            | "81"
            | "82"
            | "83"
    ) || digits.starts_with('9')
}

/// GB 11643-1999: region, date of birth, sequence and a check character (ISO/IEC 7064, MOD 11-2).
fn resident_number(number: &str) -> Result<(), InvalidNumber> {
    let (Some(digits), Some(check)) = (number.get(..17), number.get(17..)) else {
        return Err(InvalidNumber::Form);
    };
    if !is_digits(digits, &[17]) || check.len() != 1 || !(is_digits(check, &[1]) || check == "X") {
        return Err(InvalidNumber::Form);
    }
    if !is_region(&digits[..2]) {
        return Err(InvalidNumber::Region);
    }
    let part = |range: std::ops::Range<usize>| digits[range].parse::<i16>().unwrap_or_default();
    let (year, month, day) = (part(6..10), part(10..12), part(12..14));
    let is_day = jiff::civil::Date::new(year, month as i8, day as i8).is_ok();
    if !(1900..2100).contains(&year) || !is_day {
        return Err(InvalidNumber::BirthDate);
    }
    let sum = digits.bytes().fold(0, |sum, digit| (sum + u32::from(digit - b'0')) * 2 % 11);
    let expected = b"10X98765432"[sum as usize];
    if check.as_bytes() == [expected] { Ok(()) } else { Err(InvalidNumber::CheckCharacter) }
}

fn is_digits(text: &str, lengths: &[usize]) -> bool {
    lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A letter or digit and the closing bracket.
fn is_issue(text: &str) -> bool {
    matches!(text.as_bytes(), [issue, b')'] if issue.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_is_the_same_however_it_is_typed() {
        let cases = [
            ("王梦梦", "王 梦梦"),
            ("王梦梦", "\u{3000}王梦梦\u{200B} "),
            ("𠀀文", "𠀀\u{FE00}文"),
            ("阿卜杜拉·买买提", "阿卜杜拉•买买提"),
            ("阿卜杜拉·买买提", "阿卜杜拉・买买提"),
            ("阿卜杜拉·买买提", "阿卜杜拉．买买提"),
            ("阿卜杜拉·买买提", "阿卜杜拉 ･ 买买提"),
            ("LI MING", "Ｌｉ　ｍｉｎｇ"),
            ("José", "JOSE\u{301}"),
            ("龜", "\u{F907}"),
            ("黎㛃", "黎\u{E0100}㛃"),
        ];
        let wrong: Vec<_> =
            cases.iter().filter(|(one, other)| normalised_name(one) != normalised_name(other)).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        assert_ne!(normalised_name("王梦"), normalised_name("王梦梦"));
        assert_eq!(normalised_name(" \u{200B}\u{3000}"), "");
    }

    #[test]
    fn numbers_are_valid_by_their_form() {
        use IdType::*;
        let cases = [
            (ResidentId, "11010519491231002X", Ok("11010519491231002X")),
            (ResidentId, " 11010519491231002x ", Ok("11010519491231002X")),
            (ResidentId, "１１０１０５１９４９１２３１００２Ｘ", Ok("11010519491231002X")),
            (ResidentId, "110105194912310021", Err(InvalidNumber::CheckCharacter)),
            (ResidentId, "11010519491321002X", Err(InvalidNumber::BirthDate)),
            (ResidentId, "11010519000229002X", Err(InvalidNumber::BirthDate)),
            (ResidentId, "20010519491231002X", Err(InvalidNumber::Region)),
            (ResidentId, "110105491231002", Err(InvalidNumber::Form)),
            (ResidentId, "11010519491231002XX", Err(InvalidNumber::Form)),
            (ResidentId, "1101051949123100王X", Err(InvalidNumber::Form)),
            (ResidentId, "", Err(InvalidNumber::Form)),
            (HongKongMacaoPermit, "h1234567 8", Ok("H12345678")),
            (HongKongMacaoPermit, "M1234567801", Ok("M12345678")),
            (HongKongMacaoPermit, "12345678", Err(InvalidNumber::Form)),
            (TaiwanPermit, "12345678", Ok("12345678")),
            (TaiwanPermit, "1234567890（B）", Ok("12345678")),
            (TaiwanPermit, "1234567890(B", Err(InvalidNumber::Form)),
            (TaiwanPermit, "123456789", Err(InvalidNumber::Form)),
            (Passport, "e12345678", Ok("E12345678")),
            (Passport, "E1234-5678", Err(InvalidNumber::Form)),
            (Passport, "E123", Err(InvalidNumber::Form)),
        ];
        let wrong: Vec<_> = cases
            .into_iter()
            .map(|(kind, typed, expected)| {
                (typed, kind.normalised_number(typed), expected.map(str::to_owned))
            })
            .filter(|(_, found, expected)| found != expected)
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn every_kind_is_found_by_each_of_its_names() {
        for kind in IdType::ALL {
            assert!(kind.names().iter().all(|name| IdType::from_name(name) == Some(kind)), "{kind:?}");
            let of_the_api = serde_json::to_value(kind).unwrap();
            assert_eq!(of_the_api.as_str(), kind.names().last().copied());
        }
        assert_eq!(IdType::from_name("学生证"), None);
    }

    proptest! {
        #[test]
        fn anything_can_be_typed(text in "\\PC*") {
            let name = normalised_name(&text);
            prop_assert_eq!(normalised_name(&name), name);
            for kind in IdType::ALL {
                if let Ok(number) = kind.normalised_number(&text) {
                    prop_assert_eq!(kind.normalised_number(&number), Ok(number));
                }
            }
        }

        #[test]
        fn one_wrong_digit_is_always_noticed(place in 0..17_usize, step in 1..10_u8) {
            let mut number = *b"11010519491231002X";
            number[place] = b'0' + (number[place] - b'0' + step) % 10;
            let typed = std::str::from_utf8(&number).unwrap();
            prop_assert!(IdType::ResidentId.normalised_number(typed).is_err());
        }
    }
}
