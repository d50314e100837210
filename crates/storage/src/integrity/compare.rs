//! A row held against the publication from which it came.

use chengxing_metrology::{InstrumentCode, RegionCode, clock::date_from_days, identity};
use serde_json::{Map, Value};

/// The fields of a publication.
pub(super) type Fact = Map<String, Value>;

/// How a column says what a field of the publication says.
#[derive(Clone, Copy)]
pub(super) enum Form {
    /// To the letter.
    Text,
    /// Days since 1970-01-01.
    Day,
    /// The bits of an instrument's code.
    Code,
    /// The number of a division.
    Region,
    /// The field is there when it is true.
    Flag,
    /// A JSON text.
    Json,
    /// A number of a notice: another spelling of it is the same.
    NoticeNumber,
    /// An institution's name: another spelling of it is the same.
    Institution,
}

/// A column with the field that says the same.
pub(super) struct Column(pub usize, pub &'static str, pub Form);

/// A difference: the field, what the row says, what the publication says.
pub(super) type Difference = (&'static str, String, String);

pub(super) fn differences<'a>(
    columns: &'a [Column],
    cells: &'a [Value],
    fact: &'a Fact,
) -> impl Iterator<Item = Difference> + 'a {
    columns.iter().filter_map(|Column(at, field, form)| {
        let kept = written(*form, cells.get(*at).unwrap_or(&Value::Null));
        let told = fact.get(*field);
        (!same(*form, kept.as_ref(), told)).then(|| (*field, shown(kept.as_ref()), shown(told)))
    })
}

/// A cell as a publication writes it; one that does not fit, as it is.
fn written(form: Form, cell: &Value) -> Option<Value> {
    if cell.is_null() {
        return None;
    }
    let number = cell.as_i64();
    let text = match form {
        Form::Flag => return truth(cell).then_some(Value::Bool(true)),
        Form::Json => cell.as_str().and_then(|t| serde_json::from_str(t).ok()),
        Form::Day => number.map(|n| date_from_days(n).to_string().into()),
        Form::Code => number
            .and_then(|n| u64::try_from(n).ok())
            .map(|n| InstrumentCode::from_bits(n).to_string().into()),
        Form::Region => number
            .and_then(|n| u32::try_from(n).ok())
            .and_then(RegionCode::from_number)
            .map(|r| r.to_string().into()),
        Form::Text | Form::NoticeNumber | Form::Institution => None,
    };
    Some(text.unwrap_or_else(|| cell.clone()))
}

fn same(form: Form, kept: Option<&Value>, told: Option<&Value>) -> bool {
    if kept == told {
        return true;
    }
    let (Some(kept), Some(told)) = (kept.and_then(Value::as_str), told.and_then(Value::as_str))
    else {
        return false;
    };
    match form {
        Form::NoticeNumber => notice_key(kept) == notice_key(told),
        Form::Institution => identity::institution(kept) == identity::institution(told),
        _ => false,
    }
}

/// What tells notices apart.
pub(super) fn notice_key(number: &str) -> i64 {
    identity::named("notice", &[number])
}

/// A truth value of either engine.
fn truth(cell: &Value) -> bool {
    cell.as_bool().unwrap_or(false) || cell.as_i64().is_some_and(|n| n != 0)
}

/// A value for a person.
pub(super) fn shown(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => "nothing".to_owned(),
        Some(value) => value.to_string(),
    }
}

/// Bytes as the engines give them in a cell.
pub(super) fn bytes(cell: &Value) -> Option<Vec<u8>> {
    let digits = cell.as_str()?.strip_prefix("\\x")?.as_bytes();
    digits
        .chunks(2)
        .map(|pair| {
            let pair = std::str::from_utf8(pair).ok()?;
            u8::from_str_radix(pair, 16).ok()
        })
        .collect()
}

/// What is wrong with the bytes of a publication themselves, and the fact where they can be read.
pub(super) fn fact(row: &crate::PublicationRow) -> (Option<Fact>, Option<&'static str>) {
    let Ok(value) = serde_json::from_slice::<Value>(&row.body) else {
        return (None, Some("the bytes are not JSON"));
    };
    let canonical = serde_json::to_vec(&value).is_ok_and(|bytes| bytes == row.body);
    let Value::Object(fact) = value else {
        return (None, Some("the bytes are not a JSON object"));
    };
    let number = |name: &str| fact.get(name).and_then(Value::as_i64);
    let fault = if !canonical {
        Some("the bytes are not canonical")
    } else if number("seq") != Some(row.seq) {
        Some("the bytes name another number")
    } else if number("time") != Some(row.at) {
        Some("the bytes name another time")
    } else if fact.get("fact").and_then(Value::as_str) != Some(&row.kind) {
        Some("the bytes name another kind of fact")
    } else if number("corrects") != row.corrects {
        Some("the bytes name another correction")
    } else if number("previous").max(number("corrects")) >= Some(row.seq) {
        Some("the bytes name a later publication as one before")
    } else {
        None
    };
    (Some(fact), fault)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_shown_as_it_is() {
        let fact = serde_json::json!({"on": "2026-11-23", "conclusion": "pass"});
        let columns = [
            Column(0, "on", Form::Day),
            Column(1, "conclusion", Form::Text),
            Column(2, "region", Form::Region),
        ];
        let found = |cells: &[Value]| {
            differences(&columns, cells, fact.as_object().unwrap()).collect::<Vec<_>>()
        };
        assert!(found(&[20_780.into(), "pass".into(), Value::Null]).is_empty());
        assert_eq!(
            found(&["soon".into(), "好".into(), (-1).into()]),
            [
                ("on", "\"soon\"".to_owned(), "\"2026-11-23\"".to_owned()),
                ("conclusion", "\"好\"".to_owned(), "\"pass\"".to_owned()),
                ("region", "-1".to_owned(), "nothing".to_owned()),
            ]
        );
    }

    #[test]
    fn bytes_of_a_cell_are_read() {
        assert_eq!(bytes(&"\\x00ff7a".into()), Some(vec![0, 255, 122]));
        assert_eq!(bytes(&"00ff".into()), None);
        assert_eq!(bytes(&"\\x0g".into()), None);
    }
}
