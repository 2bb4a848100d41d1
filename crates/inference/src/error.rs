//! What can go wrong: a model file that is not what it should be ([`LoadError`]) and a run that is
//! given the wrong inputs ([`RunError`]).

use std::fmt;

/// Why a model file was refused.
///
/// The text names the place in the file or the operator, what was found there and what was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoadError {
    /// The bytes are no TFLite file, or an offset in them leads nowhere.
    Malformed {
        /// The part of the file that was being read.
        what: &'static str,
        /// Where in the file, in bytes from its beginning.
        offset: usize,
    },
    /// The file is well formed but uses something that this interpreter does not know.
    Unsupported(String),
    /// One operator's inputs, options or output do not fit together.
    Operator {
        /// Position of the operator in the graph.
        index: usize,
        /// The operator's name as TFLite writes it.
        name: &'static str,
        /// What does not fit.
        problem: String,
    },
    /// The model wants more memory than a model may have.
    TooLarge {
        /// What is too large.
        what: &'static str,
        /// The number of values that are allowed.
        allowed: usize,
    },
}

impl fmt::Display for LoadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed { what, offset } => {
                write!(formatter, "no valid {what} at byte {offset} of the model file")
            }
            Self::Unsupported(what) => write!(formatter, "{what} is not supported"),
            Self::Operator { index, name, problem } => {
                write!(formatter, "operator {index} ({name}): {problem}")
            }
            Self::TooLarge { what, allowed } => {
                write!(formatter, "{what} has more than the allowed {allowed} values")
            }
        }
    }
}

impl std::error::Error for LoadError {}

/// Why a run was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunError {
    /// The model has another number of inputs.
    InputCount {
        /// How many were given.
        given: usize,
        /// How many the model has.
        expected: usize,
    },
    /// An input has the wrong number of values.
    InputLength {
        /// Position of the input.
        index: usize,
        /// How many values were given.
        given: usize,
        /// How many values the input's shape holds.
        expected: usize,
    },
}

impl fmt::Display for RunError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InputCount { given, expected } => {
                write!(formatter, "{given} inputs given to a model that has {expected}")
            }
            Self::InputLength { index, given, expected } => {
                write!(formatter, "input {index} has {given} values, its shape holds {expected}")
            }
        }
    }
}

impl std::error::Error for RunError {}
