//! Errors of loading a model file ([`LoadError`]) and of running a model with unsuitable inputs ([`RunError`]).

use std::fmt;

/// Why a model file was refused.
///
/// The message names the offset in the file or the operator, what was found and what is expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoadError {
    /// Not a TFLite file, or an offset in it points outside.
    Malformed {
        /// The part of the file that was being read.
        what: &'static str,
        /// Offset in the file in bytes.
        offset: usize,
    },
    /// The file is well formed but uses a feature that this interpreter does not support.
    Unsupported(String),
    /// The inputs, options and output of an operator do not fit together.
    Operator {
        /// Index of the operator in the graph.
        index: usize,
        /// The operator's name as TFLite writes it.
        name: &'static str,
        /// What does not fit.
        problem: String,
    },
    /// The model needs more memory than the limit.
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
    /// The number of inputs differs from the model's.
    InputCount {
        /// How many were given.
        given: usize,
        /// How many the model has.
        expected: usize,
    },
    /// An input has the wrong number of values.
    InputLength {
        /// Index of the input.
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
