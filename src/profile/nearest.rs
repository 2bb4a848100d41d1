//! The right word for a misspelt one in a profile. Not in the module, where nobody writes profiles.

use crate::rules;
use precheck_foundation::nearest;

/// The problem with the word that was probably meant, if it names an unknown word and a known one is near. A message about
/// a rule does not list the known ones, of which there are too many.
pub fn with_suggestion(problem: String) -> String {
    let rule = problem.rsplit_once("unknown rule `").and_then(|(_, rest)| rest.split('`').next());
    let Some(wrong) = rule else { return nearest::with_suggestion(problem) };
    match nearest::nearest(wrong, rules::all().map(|rule| rule.id)) {
        Some(right) => format!("{problem}; did you mean `{right}`?"),
        None => problem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_rule_is_looked_up_among_all_rules() {
        let cases = [
            ("unknown rule `shoulder-level`", "; did you mean `shoulders-level`?"),
            ("unknown field `imn`, known are `max`, `min`", "; did you mean `min`?"),
            ("unknown rule `weather`", ""),
        ];
        for (problem, suggestion) in cases {
            assert_eq!(with_suggestion(problem.into()), format!("{problem}{suggestion}"));
        }
    }
}
