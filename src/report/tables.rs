//! Tables as files: Parquet for tools, CSV for eyes. The same table gives the same bytes.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{Compression, ConvertedType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{ColumnPath, Type};

use super::ReportError;
use crate::ledger::{Table, Values};

/// Rows in one row group: enough to compress well, few enough to write from little memory.
const GROUP_ROWS: usize = 1 << 20;

/// Writes a table as snappy-compressed Parquet to `path`: Int as required INT64, Float as optional DOUBLE,
/// Text as required UTF8 with a dictionary. Fails with the path where the file cannot be written.
pub fn write_parquet(path: &Path, table: &Table) -> Result<(), ReportError> {
    let file = File::create(path).map_err(|e| ReportError::io(path, e))?;
    parquet(file, table).map_err(|e| ReportError::Parquet { path: path.to_owned(), reason: e.to_string() })
}

/// The bytes of [`write_parquet`].
pub fn parquet_bytes(table: &Table) -> Vec<u8> {
    let mut bytes = Vec::new();
    parquet(&mut bytes, table).expect("columns are of equal length, and memory takes every byte");
    bytes
}

/// Writes a table as CSV to `path`: a header, then one line a row; floats in the shortest form that reads back
/// to the same number, absent values empty.
pub fn write_csv(path: &Path, table: &Table) -> Result<(), ReportError> {
    std::fs::write(path, csv(table)).map_err(|e| ReportError::io(path, e))
}

/// The text of [`write_csv`].
pub fn csv(table: &Table) -> Vec<u8> {
    let mut out = csv::WriterBuilder::new().from_writer(Vec::new());
    let mut write = || -> csv::Result<()> {
        out.write_record(table.columns.iter().map(|c| c.name.as_bytes()))?;
        for row in 0..table.rows() {
            for column in &table.columns {
                match &column.values {
                    Values::Int(v) => out.write_field(v[row].to_string())?,
                    Values::Float(v) => out.write_field(v[row].map_or(String::new(), |x| x.to_string()))?,
                    Values::Text(v) => out.write_field(&v[row])?,
                }
            }
            out.write_record(None::<&[u8]>)?;
        }
        Ok(())
    };
    write().expect("columns are of equal length, and memory takes every byte");
    out.into_inner().expect("memory takes every byte")
}

fn parquet(file: impl Write + Send, table: &Table) -> parquet::errors::Result<()> {
    let mut fields = Vec::new();
    let mut settings = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by("carrierlab".into())
        .set_dictionary_enabled(false);
    for column in &table.columns {
        let (physical, repetition, converted) = match &column.values {
            Values::Int(_) => (Physical::INT64, Repetition::REQUIRED, ConvertedType::NONE),
            Values::Float(_) => (Physical::DOUBLE, Repetition::OPTIONAL, ConvertedType::NONE),
            Values::Text(_) => {
                let path = ColumnPath::new(vec![column.name.clone()]);
                settings = settings.set_column_dictionary_enabled(path, true);
                (Physical::BYTE_ARRAY, Repetition::REQUIRED, ConvertedType::UTF8)
            }
        };
        let field = Type::primitive_type_builder(&column.name, physical)
            .with_repetition(repetition)
            .with_converted_type(converted)
            .build()?;
        fields.push(Arc::new(field));
    }
    let schema = Type::group_type_builder("schema").with_fields(fields).build()?;
    let mut writer = SerializedFileWriter::new(file, Arc::new(schema), Arc::new(settings.build()))?;
    for from in (0..table.rows()).step_by(GROUP_ROWS) {
        let to = (from + GROUP_ROWS).min(table.rows());
        let mut group = writer.next_row_group()?;
        for column in &table.columns {
            let mut out = group.next_column()?.expect("the schema has this column");
            write_values(&mut out, &column.values, from, to)?;
            out.close()?;
        }
        group.close()?;
    }
    writer.close()?;
    Ok(())
}

fn write_values(
    out: &mut SerializedColumnWriter<'_>,
    values: &Values,
    from: usize,
    to: usize,
) -> parquet::errors::Result<usize> {
    match values {
        Values::Int(v) => out.typed::<Int64Type>().write_batch(&v[from..to], None, None),
        Values::Float(v) => {
            let present: Vec<f64> = v[from..to].iter().flatten().copied().collect();
            let levels: Vec<i16> = v[from..to].iter().map(|x| i16::from(x.is_some())).collect();
            out.typed::<DoubleType>().write_batch(&present, Some(&levels), None)
        }
        Values::Text(v) => {
            let bytes: Vec<ByteArray> = v[from..to].iter().map(|x| ByteArray::from(x.as_str())).collect();
            out.typed::<ByteArrayType>().write_batch(&bytes, None, None)
        }
    }
}

#[cfg(test)]
mod tests {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;

    use super::*;

    fn table() -> Table {
        Table::new("sample")
            .int("replication", vec![0, 1, i64::MAX])
            .float("p95", vec![Some(0.1 + 0.2), None, Some(-1e-300)])
            .text("strategy", vec!["long code, \"blast\"".into(), String::new(), "naïve\n✓".into()])
    }

    #[test]
    fn parquet_reads_back_and_repeats() {
        let dir = tempfile::tempdir().unwrap();
        let (a, b) = (dir.path().join("a.parquet"), dir.path().join("b.parquet"));
        write_parquet(&a, &table()).unwrap();
        write_parquet(&b, &table()).unwrap();
        assert_eq!(std::fs::read(&a).unwrap(), std::fs::read(&b).unwrap());

        let reader = SerializedFileReader::new(File::open(&a).unwrap()).unwrap();
        assert_eq!(reader.metadata().file_metadata().created_by(), Some("carrierlab"));
        let rows: Vec<Vec<Field>> = reader
            .get_row_iter(None)
            .unwrap()
            .map(|r| r.unwrap().get_column_iter().map(|(_, f)| f.clone()).collect())
            .collect();
        assert_eq!(rows.len(), 3);
        assert_eq!(
            rows[0],
            [Field::Long(0), Field::Double(0.1 + 0.2), Field::Str("long code, \"blast\"".into())]
        );
        assert_eq!(rows[1], [Field::Long(1), Field::Null, Field::Str(String::new())]);
        assert_eq!(rows[2], [Field::Long(i64::MAX), Field::Double(-1e-300), Field::Str("naïve\n✓".into())]);
    }

    #[test]
    fn an_empty_table_is_a_file_with_columns() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("none.parquet");
        write_parquet(&path, &Table::new("none").int("n", vec![]).float("x", vec![])).unwrap();
        let reader = SerializedFileReader::new(File::open(&path).unwrap()).unwrap();
        assert_eq!(reader.metadata().file_metadata().num_rows(), 0);
        assert_eq!(reader.metadata().file_metadata().schema().get_fields().len(), 2);
    }

    #[test]
    fn csv_floats_read_back_exactly() {
        let text = String::from_utf8(csv(&table())).unwrap();
        assert!(
            text.starts_with(
                "replication,p95,strategy\n0,0.30000000000000004,\"long code, \"\"blast\"\"\"\n"
            )
        );
        assert!(text.contains("\n1,,\n"), "{text}");
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let last = reader.records().last().unwrap().unwrap();
        assert_eq!(last[1].parse::<f64>().unwrap(), -1e-300);
    }

    #[test]
    fn an_unwritable_place_is_named() {
        let error = write_parquet(Path::new("/nonexistent/x.parquet"), &table()).unwrap_err();
        assert!(error.to_string().contains("/nonexistent/x.parquet"), "{error}");
    }
}
