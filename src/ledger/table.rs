//! Tables as columns, written by the report room as Parquet or CSV.

/// A table: named columns of equal length.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// File name without extension.
    pub name: String,
    /// The columns, in order.
    pub columns: Vec<Column>,
}

/// One column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its values.
    pub values: Values,
}

/// The values of a column. Times are in microseconds, or where the name says so in seconds.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// Whole numbers.
    Int(Vec<i64>),
    /// Numbers; `NaN` never occurs, absent values are `None`.
    Float(Vec<Option<f64>>),
    /// Text.
    Text(Vec<String>),
}

impl Table {
    /// An empty table of that name.
    pub fn new(name: &str) -> Table {
        Table { name: name.into(), columns: Vec::new() }
    }
    /// Adds a column of whole numbers.
    #[must_use]
    pub fn int(mut self, name: &str, values: Vec<i64>) -> Table {
        self.columns.push(Column { name: name.into(), values: Values::Int(values) });
        self
    }
    /// Adds a column of numbers.
    #[must_use]
    pub fn float(mut self, name: &str, values: Vec<Option<f64>>) -> Table {
        self.columns.push(Column { name: name.into(), values: Values::Float(values) });
        self
    }
    /// Adds a column of text.
    #[must_use]
    pub fn text(mut self, name: &str, values: Vec<String>) -> Table {
        self.columns.push(Column { name: name.into(), values: Values::Text(values) });
        self
    }
    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, |c| match &c.values {
            Values::Int(v) => v.len(),
            Values::Float(v) => v.len(),
            Values::Text(v) => v.len(),
        })
    }
}
