//! Reads FlatBuffers tables from untrusted bytes: every access is bounds-checked, offsets are added with overflow
//! checks, and nothing is allocated from a length that the file does not contain.
//!
//! Format: <https://flatbuffers.dev/internals/>. A table starts with a signed offset back to its vtable; the vtable
//! holds its own size, the table's size, and for each field its offset in the table, or 0 if the field is absent.

use crate::error::LoadError;

/// A table inside a FlatBuffers file.
#[derive(Clone, Copy)]
pub(crate) struct Table<'a> {
    bytes: &'a [u8],
    position: usize,
    what: &'static str,
}

impl<'a> Table<'a> {
    /// The table at the root of the file.
    pub fn root(bytes: &'a [u8], what: &'static str) -> Result<Self, LoadError> {
        Self { bytes, position: 0, what }.follow(0, what)
    }

    /// Field `field` as a signed byte, or `default` where it is absent.
    pub fn byte(&self, field: usize, default: i8) -> Result<i8, LoadError> {
        match self.field(field)? {
            Some(at) => Ok(i8::from_le_bytes(self.array(at)?)),
            None => Ok(default),
        }
    }

    /// Field `field` as a 32-bit integer, or `default` where it is absent.
    pub fn integer(&self, field: usize, default: i32) -> Result<i32, LoadError> {
        match self.field(field)? {
            Some(at) => Ok(i32::from_le_bytes(self.array(at)?)),
            None => Ok(default),
        }
    }

    /// The table that field `field` points to, named `what` in errors.
    pub fn table(&self, field: usize, what: &'static str) -> Result<Option<Table<'a>>, LoadError> {
        self.field(field)?.map(|at| self.follow(at, what)).transpose()
    }

    /// Field `field` as a vector of bytes; empty where it is absent.
    pub fn bytes(&self, field: usize) -> Result<&'a [u8], LoadError> {
        Ok(self.vector(field, 1)?.1)
    }

    /// Field `field` as a vector of at most `allowed` 32-bit integers; empty where it is absent.
    pub fn integers(&self, field: usize, allowed: usize) -> Result<Vec<i32>, LoadError> {
        let (_, bytes) = self.vector(field, 4)?;
        self.check_count(bytes.len() / 4, allowed)?;
        Ok(bytes.as_chunks().0.iter().map(|value| i32::from_le_bytes(*value)).collect())
    }

    /// Field `field` as a vector of at most `allowed` tables, named `what` in errors; empty where it
    /// is absent.
    pub fn tables(
        &self,
        field: usize,
        allowed: usize,
        what: &'static str,
    ) -> Result<Vec<Table<'a>>, LoadError> {
        let (start, bytes) = self.vector(field, 4)?;
        self.check_count(bytes.len() / 4, allowed)?;
        (0..bytes.len() / 4).map(|index| self.follow(start + 4 * index, what)).collect()
    }

    /// Position of the value of field `field`; `None` if the table does not have it.
    fn field(&self, field: usize) -> Result<Option<usize>, LoadError> {
        let back = i32::from_le_bytes(self.array(self.position)?);
        let vtable = i64::try_from(self.position)
            .ok()
            .and_then(|position| usize::try_from(position - i64::from(back)).ok())
            .ok_or(self.malformed(self.position))?;
        let vtable_size = usize::from(u16::from_le_bytes(self.array(vtable)?));
        let entry = 4 + 2 * field;
        if entry + 2 > vtable_size {
            return Ok(None);
        }
        let at = vtable.checked_add(entry).ok_or(self.malformed(vtable))?;
        match u16::from_le_bytes(self.array(at)?) {
            0 => Ok(None),
            offset => Ok(Some(self.add(self.position, usize::from(offset))?)),
        }
    }

    /// Start and bytes of the vector of `size`-byte elements in field `field`.
    fn vector(&self, field: usize, size: usize) -> Result<(usize, &'a [u8]), LoadError> {
        let Some(at) = self.field(field)? else {
            return Ok((0, &[]));
        };
        let position = self.target(at)?;
        let length = self.offset(position)?;
        let start = self.add(position, 4)?;
        length
            .checked_mul(size)
            .and_then(|length| self.bytes.get(start..)?.get(..length))
            .map(|bytes| (start, bytes))
            .ok_or(self.malformed(position))
    }

    /// Vectors may overlap, so the length of the file alone does not bound their total size.
    fn check_count(&self, count: usize, allowed: usize) -> Result<(), LoadError> {
        if count > allowed {
            return Err(LoadError::TooLarge { what: self.what, allowed });
        }
        Ok(())
    }

    fn follow(&self, at: usize, what: &'static str) -> Result<Table<'a>, LoadError> {
        Ok(Table { bytes: self.bytes, position: self.target(at)?, what })
    }

    /// The position that the relative offset at `at` points to.
    fn target(&self, at: usize) -> Result<usize, LoadError> {
        self.add(at, self.offset(at)?)
    }

    fn offset(&self, at: usize) -> Result<usize, LoadError> {
        usize::try_from(u32::from_le_bytes(self.array(at)?)).map_err(|_| self.malformed(at))
    }

    fn add(&self, position: usize, distance: usize) -> Result<usize, LoadError> {
        position.checked_add(distance).ok_or(self.malformed(position))
    }

    fn array<const N: usize>(&self, at: usize) -> Result<[u8; N], LoadError> {
        let bytes = self.bytes.get(at..).and_then(|rest| rest.first_chunk());
        bytes.copied().ok_or(self.malformed(at))
    }

    fn malformed(&self, offset: usize) -> LoadError {
        LoadError::Malformed { what: self.what, offset }
    }
}
