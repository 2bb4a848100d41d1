//! Finds institutions by what people type: the full name, a part of it, its pinyin, its initials, an abbreviation, or its
//! code. In memory: China has some three thousand, and a database index of letters finds nothing for two characters.

use crate::identity::normalised_name;
use ib_pinyin::matcher::PinyinMatcher;
use ib_pinyin::pinyin::PinyinNotation;

/// Longest query, in characters; no institution has a longer name.
const MAX_QUERY: usize = 64;

/// Most results: more than a screen of a phone shows.
const MAX_RESULTS: usize = 20;

/// A school, or an office that graduates like one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Institution {
    /// Its code, such as 90001.
    pub code: String,
    /// Its full name.
    pub name: String,
}

/// The institutions that can be found.
pub struct Institutions {
    /// With the normalised name, by code.
    all: Vec<(String, Institution)>,
}

/// A query that no institution has: control characters, or more than 64 characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a query has at most {MAX_QUERY} characters and no control characters")]
pub struct InvalidQuery;

/// How well an institution fits, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Whole,
    Beginning,
    Part,
    Pinyin,
    /// The characters in this order with others between them, as in 自考 for 自学考试.
    Abbreviation,
}

impl Institutions {
    /// Of several with one code the first is kept.
    pub fn new(institutions: impl IntoIterator<Item = Institution>) -> Self {
        let named =
            institutions.into_iter().map(|institution| (normalised_name(&institution.name), institution));
        let mut all: Vec<_> = named.collect();
        all.sort_by(|(_, one), (_, other)| one.code.cmp(&other.code));
        all.dedup_by(|(_, later), (_, earlier)| later.code == earlier.code);
        Self { all }
    }

    /// The institutions that fit, the best first, at most 20; for an empty query any.
    ///
    /// # Errors
    /// [`InvalidQuery`].
    pub fn search(&self, query: &str) -> Result<Vec<&Institution>, InvalidQuery> {
        if query.chars().any(char::is_control) || query.chars().nth(MAX_QUERY).is_some() {
            return Err(InvalidQuery);
        }
        let wanted = normalised_name(query);
        // Small letters stand for pinyin, capital ones only for themselves.
        let letters = wanted.to_lowercase();
        let pinyin = PinyinMatcher::builder(letters.as_str())
            .pinyin_notations(PinyinNotation::Ascii | PinyinNotation::AsciiFirstLetter)
            .is_pattern_partial(true)
            .build();
        let fit = |name: &str, institution: &Institution| {
            if name == wanted || institution.code == wanted {
                Some(Fit::Whole)
            } else if name.starts_with(&wanted) || institution.code.starts_with(&wanted) {
                Some(Fit::Beginning)
            } else if name.contains(&wanted) {
                Some(Fit::Part)
            } else if pinyin.is_match(name) {
                Some(Fit::Pinyin)
            } else if is_abbreviation(&wanted, name) {
                Some(Fit::Abbreviation)
            } else {
                None
            }
        };
        let found =
            self.all.iter().filter_map(|(name, institution)| Some((fit(name, institution)?, institution)));
        let mut found: Vec<_> = found.collect();
        found.sort_by_key(|(fit, _)| *fit);
        Ok(found.into_iter().take(MAX_RESULTS).map(|(_, institution)| institution).collect())
    }
}

/// Whether the name has all characters of the query in their order. Letters are left to pinyin.
fn is_abbreviation(query: &str, name: &str) -> bool {
    let mut rest = name.chars();
    !query.is_ascii() && query.chars().all(|wanted| rest.any(|c| c == wanted))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn institutions() -> Institutions {
        let named = [
            ("90001", "北京市高等教育自学考试"),
            ("10001", "北京大学"),
            ("10611", "重庆大学"),
            ("10002", "中国人民大学"),
            ("10006", "北京航空航天大学"),
            ("10001", "北京大学的另一行"),
        ];
        Institutions::new(named.map(|(code, name)| Institution { code: code.into(), name: name.into() }))
    }

    fn codes(query: &str) -> Vec<String> {
        institutions().search(query).unwrap().into_iter().map(|found| found.code.clone()).collect()
    }

    #[test]
    fn an_institution_is_found_by_all_that_people_type() {
        let cases = [
            ("北京市高等教育自学考试", "90001"),
            ("高等教育自学", "90001"),
            (" 高等 教育\u{3000}自学 ", "90001"),
            ("自考", "90001"),
            ("gdjyzx", "90001"),
            ("GDJYZX", "90001"),
            ("gaodengjiaoyu", "90001"),
            ("gaodengjiaoy", "90001"),
            ("90001", "90001"),
            ("９０００１", "90001"),
            ("cqdx", "10611"),
            ("zqdx", "10611"),
            ("chongqing", "10611"),
            ("北航", "10006"),
            ("人大", "10002"),
        ];
        let wrong: Vec<_> = cases
            .into_iter()
            .map(|(query, code)| (query, codes(query), code))
            .filter(|(_, found, code)| found.first().map(String::as_str) != Some(*code))
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn the_best_fit_comes_first_and_nothing_else_is_found() {
        assert_eq!(codes("北京大学"), ["10001", "10006"]);
        assert_eq!(codes("北京"), ["10001", "10006", "90001"]);
        assert_eq!(codes("").len(), 5);
        assert!(codes("清华").is_empty() && codes("xyz").is_empty());
    }

    #[test]
    fn a_query_that_is_none_is_refused() {
        for query in ["\0", "北\u{7}京", &"长".repeat(65)] {
            assert_eq!(institutions().search(query).err(), Some(InvalidQuery), "{query:?}");
        }
    }

    proptest! {
        #[test]
        fn anything_can_be_searched(query in "([a-z]|\\PC){0,70}") {
            let _ = institutions().search(&query);
        }
    }
}
