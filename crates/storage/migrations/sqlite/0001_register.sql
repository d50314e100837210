CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value ANY NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO meta (key, value) VALUES ('version', 0), ('demo', 0);

-- Every public fact, in the order in which it became public. Append-only: rows are never changed.
CREATE TABLE publications (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    corrects INTEGER,
    body BLOB NOT NULL
) STRICT;

CREATE TABLE institutions (
    id INTEGER PRIMARY KEY,
    key INTEGER NOT NULL UNIQUE,
    name TEXT NOT NULL,
    scope TEXT,
    region INTEGER
) STRICT;

CREATE TABLE businesses (
    id INTEGER PRIMARY KEY,
    uscc TEXT UNIQUE,
    name_key INTEGER NOT NULL,
    name TEXT NOT NULL,
    category TEXT,
    owner TEXT,
    market TEXT,
    region INTEGER
) STRICT;

CREATE INDEX businesses_name_key ON businesses (name_key);

-- A type of instrument: what instruments of one make have in common.
CREATE TABLE types (
    id INTEGER PRIMARY KEY,
    key INTEGER NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    type_name TEXT,
    type_approval TEXT,
    model TEXT,
    maker TEXT,
    accuracy_class TEXT,
    capacity TEXT
) STRICT;

-- Where instruments stand: a holder and a place.
CREATE TABLE sites (
    id INTEGER PRIMARY KEY,
    key INTEGER NOT NULL UNIQUE,
    business_id INTEGER,
    place TEXT,
    region INTEGER
) STRICT;

CREATE INDEX sites_business ON sites (business_id);

-- The terms are made by the program and stand between spaces, so only spaces part them: what the tokenizer
-- knows of letters is older than some of the letters. A part of a term would be a phrase, which `detail = none`
-- refuses to search.
CREATE VIRTUAL TABLE site_terms USING fts5 (
    terms, content = '', contentless_delete = 1, detail = none,
    tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'"
);

CREATE VIRTUAL TABLE type_terms USING fts5 (
    terms, content = '', contentless_delete = 1, detail = none,
    tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'"
);

CREATE TABLE instruments (
    id INTEGER PRIMARY KEY,
    code INTEGER NOT NULL UNIQUE,
    identity INTEGER NOT NULL UNIQUE,
    type_id INTEGER NOT NULL,
    site_id INTEGER,
    kind TEXT NOT NULL,
    region INTEGER,
    serial_number TEXT,
    serial_key TEXT,
    maker_uid TEXT,
    salt BLOB NOT NULL,
    demo INTEGER NOT NULL,
    registered INTEGER NOT NULL,
    newest INTEGER NOT NULL,
    states INTEGER NOT NULL,
    -- What lists filter by; the verdict itself is derived from the history on the day asked about.
    basis INTEGER NOT NULL,
    basis_until INTEGER
) STRICT;

CREATE INDEX instruments_serial ON instruments (serial_key);
CREATE INDEX instruments_site ON instruments (site_id);
CREATE INDEX instruments_type ON instruments (type_id);
CREATE INDEX instruments_kind ON instruments (kind, id);
CREATE INDEX instruments_region ON instruments (region, id);
CREATE INDEX instruments_basis ON instruments (basis, id);

CREATE TABLE notices (
    id INTEGER PRIMARY KEY,
    key INTEGER NOT NULL UNIQUE,
    number TEXT NOT NULL,
    title TEXT NOT NULL,
    on_day INTEGER NOT NULL,
    institution_id INTEGER NOT NULL,
    region INTEGER,
    results INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    demo INTEGER NOT NULL,
    seq INTEGER NOT NULL
) STRICT;

CREATE INDEX notices_newest ON notices (on_day, id);

CREATE TABLE verifications (
    seq INTEGER PRIMARY KEY,
    instrument_id INTEGER NOT NULL,
    on_day INTEGER NOT NULL,
    type TEXT NOT NULL,
    conclusion TEXT NOT NULL,
    valid_until INTEGER,
    by_rule INTEGER NOT NULL,
    certificate TEXT,
    institution_id INTEGER NOT NULL,
    regulation TEXT,
    standard TEXT,
    error TEXT,
    notice_id INTEGER,
    corrected_by INTEGER
) STRICT;

CREATE INDEX verifications_instrument ON verifications (instrument_id, on_day);
CREATE INDEX verifications_notice ON verifications (notice_id, conclusion, seq) WHERE notice_id IS NOT NULL;

CREATE TABLE states (
    seq INTEGER PRIMARY KEY,
    instrument_id INTEGER NOT NULL,
    on_day INTEGER NOT NULL,
    state TEXT NOT NULL,
    ground TEXT
) STRICT;

CREATE INDEX states_instrument ON states (instrument_id, on_day);

-- Instruments whose record holds something dated after the day it was written.
CREATE TABLE pending (
    on_day INTEGER NOT NULL,
    instrument_id INTEGER NOT NULL,
    PRIMARY KEY (on_day, instrument_id)
) STRICT, WITHOUT ROWID;

-- How many instruments of a kind rest on what, until when: figures without counting.
CREATE TABLE tally (
    kind TEXT NOT NULL,
    basis INTEGER NOT NULL,
    until INTEGER NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (kind, basis, until)
) STRICT, WITHOUT ROWID;
