//! What is read, and which columns say what a publication says.

use super::{
    Ask,
    compare::{Column, Form},
};

pub(super) const TOTALS: Ask = Ask {
    columns: "(SELECT count(*) FROM publications), (SELECT count(*) FROM instruments)",
    rest: "WHERE $1 <= $2",
};

pub(super) const VERIFICATIONS: Ask = Ask {
    columns: "v.seq, i.code, v.on_day, v.type, v.conclusion, v.valid_until, v.by_rule, v.certificate, n.name, v.regulation, v.standard,
        v.error, o.number, v.corrected_by, v.notice_id",
    rest: "FROM verifications v LEFT JOIN instruments i ON i.id = v.instrument_id LEFT JOIN institutions n ON n.id = v.institution_id
        LEFT JOIN notices o ON o.id = v.notice_id WHERE v.seq > $1 AND v.seq <= $2 ORDER BY v.seq LIMIT 5000",
};
pub(super) const VERIFIED: [Column; 12] = [
    Column(1, "instrument", Form::Code),
    Column(2, "on", Form::Day),
    Column(3, "type", Form::Text),
    Column(4, "conclusion", Form::Text),
    Column(5, "valid_until", Form::Day),
    Column(6, "valid_until_by_rule", Form::Flag),
    Column(7, "certificate", Form::Text),
    Column(8, "institution", Form::Institution),
    Column(9, "regulation", Form::Text),
    Column(10, "standard", Form::Text),
    Column(11, "error", Form::Json),
    Column(12, "notice", Form::NoticeNumber),
];

pub(super) const STATES: Ask = Ask {
    columns: "s.seq, i.code, s.on_day, s.state, s.ground, s.instrument_id",
    rest: "FROM states s LEFT JOIN instruments i ON i.id = s.instrument_id WHERE s.seq > $1 AND s.seq <= $2 ORDER BY s.seq LIMIT 5000",
};
pub(super) const STATE: [Column; 4] = [
    Column(1, "instrument", Form::Code),
    Column(2, "on", Form::Day),
    Column(3, "state", Form::Text),
    Column(4, "ground", Form::Text),
];

pub(super) const INSTRUMENTS: Ask = Ask {
    columns: "i.id, i.code, i.registered, i.newest, i.kind, t.kind, t.type_name, t.type_approval, t.model, t.maker, t.accuracy_class,
        t.capacity, i.serial_number, i.maker_uid, i.region, b.name, s.place, i.salt, i.serial_key, i.states, i.basis, i.basis_until,
        i.site_id, s.id, s.business_id, b.id",
    rest: "FROM instruments i LEFT JOIN types t ON t.id = i.type_id LEFT JOIN sites s ON s.id = i.site_id
        LEFT JOIN businesses b ON b.id = s.business_id WHERE i.id > $1 AND i.id <= $2 ORDER BY i.id LIMIT 2000",
};
pub(super) const REGISTERED: [Column; 12] = [
    Column(1, "instrument", Form::Code),
    Column(4, "kind", Form::Text),
    Column(5, "kind", Form::Text),
    Column(6, "type_name", Form::Text),
    Column(7, "type_approval", Form::Text),
    Column(8, "model", Form::Text),
    Column(9, "maker", Form::Text),
    Column(10, "accuracy_class", Form::Text),
    Column(11, "capacity", Form::Text),
    Column(12, "serial_number", Form::Text),
    Column(13, "maker_uid", Form::Text),
    Column(14, "region", Form::Region),
];

pub(super) const PASSED_OR_FAILED: Ask = Ask {
    columns: "instrument_id, on_day, type, conclusion, valid_until",
    rest: "FROM verifications WHERE instrument_id > $1 AND instrument_id <= $2 AND corrected_by IS NULL",
};
pub(super) const CHANGED: Ask = Ask {
    columns: "instrument_id, on_day, state",
    rest: "FROM states WHERE instrument_id > $1 AND instrument_id <= $2",
};
pub(super) const PENDING: Ask = Ask {
    columns: "instrument_id, on_day",
    rest: "FROM pending WHERE instrument_id > $1 AND instrument_id <= $2",
};

pub(super) const NOTICES: Ask = Ask {
    columns: "o.id, o.number, o.title, o.on_day, n.name, o.region, o.seq, o.results, o.failed, o.key",
    rest: "FROM notices o LEFT JOIN institutions n ON n.id = o.institution_id WHERE o.id > $1 AND o.id <= $2 ORDER BY o.id LIMIT 2000",
};
pub(super) const NOTICE: [Column; 5] = [
    Column(1, "number", Form::NoticeNumber),
    Column(2, "title", Form::Text),
    Column(3, "on", Form::Day),
    Column(4, "institution", Form::Institution),
    Column(5, "region", Form::Region),
];

pub(super) const TALLY: Ask = Ask {
    columns: "kind, basis, until, n",
    rest: "FROM tally WHERE n <> 0 AND n > $1 AND n <= $2",
};
