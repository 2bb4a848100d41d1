//! The right word for a misspelt one, in the errors of files that people write.

/// The problem with the word that was probably meant: of a message such as "unknown field `a`, expected one of `b`, `c`",
/// which names the wrong word first and then the known ones.
pub fn with_suggestion(problem: String) -> String {
    let Some((_, rest)) = problem.rsplit_once("unknown ") else { return problem };
    let words: Vec<&str> = rest.split('`').skip(1).step_by(2).collect();
    let Some((wrong, known)) = words.split_first() else { return problem };
    match nearest(wrong, known.iter().copied()) {
        Some(right) => format!("{problem}; did you mean `{right}`?"),
        None => problem,
    }
}

/// The nearest of the known words, if it is near enough to have been meant: a third of the letters may be wrong, or one
/// word may begin with the other.
pub fn nearest<'a>(wrong: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let distance = |word: &str| match word.starts_with(wrong) || wrong.starts_with(word) {
        true => 1,
        false => edits(wrong, word),
    };
    let (distance, word) = known.map(|word| (distance(word), word)).min()?;
    (distance <= 1 + wrong.chars().count() / 3).then_some(word)
}

/// How many letters have to be added, removed, replaced or swapped with their neighbour to turn one word into the other
/// (optimal string alignment distance).
fn edits(from: &str, to: &str) -> usize {
    let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    // rows[i][j]: edits from the first i letters to the first j.
    let mut rows: Vec<Vec<usize>> = vec![(0..=to.len()).collect()];
    for i in 1..=from.len() {
        let mut row = vec![i];
        for j in 1..=to.len() {
            let replaced = rows[i - 1][j - 1] + usize::from(from[i - 1] != to[j - 1]);
            let swapped = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
            let swapped = if swapped { rows[i - 2][j - 2] + 1 } else { usize::MAX };
            row.push(replaced.min(swapped).min(rows[i - 1][j] + 1).min(row[j - 1] + 1));
        }
        rows.push(row);
    }
    rows[from.len()][to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_that_was_meant_is_suggested() {
        let cases = [
            ("unknown field `more_then`, known are `min`, `more_than`", Some("more_than")),
            ("limits of `x`: unknown field `maximum`, known are `min`, `max`", Some("max")),
            ("unknown value `warning`, known are `reject`, `warn`", Some("warn")),
            ("unknown field `imn`, known are `max`, `min`", Some("min")),
            ("unknown field `titel`, expected `id` or `title`", Some("title")),
            ("unknown field `colour`, known are `min`, `max`", None),
            ("missing field `id`", None),
        ];
        let wrong: Vec<_> = cases
            .into_iter()
            .map(|(problem, right)| {
                (with_suggestion(problem.into()), right.map(|right| format!("; did you mean `{right}`?")))
            })
            .filter(|(said, right)| {
                !right.as_ref().map_or(!said.contains("did you"), |right| said.ends_with(right))
            })
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
