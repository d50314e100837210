CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value BIGINT NOT NULL
) WITH (fillfactor = 50);

INSERT INTO meta (key, value) VALUES ('version', 0), ('demo', 0);

-- Every public fact, in the order in which it became public. Append-only: rows are never changed.
CREATE TABLE publications (
    seq BIGINT PRIMARY KEY,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    corrects BIGINT,
    body BYTEA NOT NULL
);

CREATE TABLE institutions (
    id BIGINT PRIMARY KEY,
    key BIGINT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    scope TEXT,
    region INTEGER
);

CREATE TABLE businesses (
    id BIGINT PRIMARY KEY,
    uscc TEXT COLLATE "C" UNIQUE,
    name_key BIGINT NOT NULL,
    name TEXT NOT NULL,
    category TEXT,
    owner TEXT,
    market TEXT,
    region INTEGER
);

CREATE INDEX businesses_name_key ON businesses (name_key, id);

-- A type of instrument: what instruments of one make have in common.
CREATE TABLE types (
    id BIGINT PRIMARY KEY,
    key BIGINT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    type_name TEXT,
    type_approval TEXT,
    model TEXT,
    maker TEXT,
    accuracy_class TEXT,
    capacity TEXT,
    terms TSVECTOR NOT NULL
);

CREATE INDEX types_terms ON types USING gin (terms);

-- Where instruments stand: a holder and a place.
CREATE TABLE sites (
    id BIGINT PRIMARY KEY,
    key BIGINT NOT NULL UNIQUE,
    business_id BIGINT,
    place TEXT,
    region INTEGER,
    terms TSVECTOR NOT NULL
);

CREATE INDEX sites_business ON sites (business_id, id);
CREATE INDEX sites_terms ON sites USING gin (terms);

CREATE TABLE instruments (
    id BIGINT PRIMARY KEY,
    code BIGINT NOT NULL UNIQUE,
    identity BIGINT NOT NULL UNIQUE,
    type_id BIGINT NOT NULL,
    site_id BIGINT,
    kind TEXT COLLATE "C" NOT NULL,
    region INTEGER,
    serial_number TEXT,
    serial_key TEXT COLLATE "C",
    maker_uid TEXT,
    salt BYTEA NOT NULL,
    demo BOOLEAN NOT NULL,
    registered BIGINT NOT NULL,
    newest BIGINT NOT NULL,
    states BIGINT NOT NULL,
    -- What lists filter by; the verdict itself is derived from the history on the day asked about.
    basis SMALLINT NOT NULL,
    basis_until INTEGER
) WITH (fillfactor = 90);

CREATE INDEX instruments_serial ON instruments (serial_key, id);
CREATE INDEX instruments_site ON instruments (site_id, id);
CREATE INDEX instruments_type ON instruments (type_id, id);
CREATE INDEX instruments_kind ON instruments (kind, id);
CREATE INDEX instruments_region ON instruments (region, id);
CREATE INDEX instruments_basis ON instruments (basis, id);

CREATE TABLE notices (
    id BIGINT PRIMARY KEY,
    key BIGINT NOT NULL UNIQUE,
    number TEXT NOT NULL,
    title TEXT NOT NULL,
    on_day INTEGER NOT NULL,
    institution_id BIGINT NOT NULL,
    region INTEGER,
    results BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    demo BOOLEAN NOT NULL,
    seq BIGINT NOT NULL
) WITH (fillfactor = 80);

CREATE INDEX notices_newest ON notices (on_day, id);

CREATE TABLE verifications (
    seq BIGINT PRIMARY KEY,
    instrument_id BIGINT NOT NULL,
    on_day INTEGER NOT NULL,
    type TEXT NOT NULL,
    conclusion TEXT COLLATE "C" NOT NULL,
    valid_until INTEGER,
    by_rule BOOLEAN NOT NULL,
    certificate TEXT,
    institution_id BIGINT NOT NULL,
    regulation TEXT,
    standard TEXT,
    error TEXT,
    notice_id BIGINT,
    corrected_by BIGINT
) WITH (fillfactor = 98);

CREATE INDEX verifications_instrument ON verifications (instrument_id, on_day);
CREATE INDEX verifications_notice ON verifications (notice_id, conclusion, seq) WHERE notice_id IS NOT NULL;

CREATE TABLE states (
    seq BIGINT PRIMARY KEY,
    instrument_id BIGINT NOT NULL,
    on_day INTEGER NOT NULL,
    state TEXT NOT NULL,
    ground TEXT
);

CREATE INDEX states_instrument ON states (instrument_id, on_day);

-- Instruments whose record holds something dated after the day it was written.
CREATE TABLE pending (
    on_day INTEGER NOT NULL,
    instrument_id BIGINT NOT NULL,
    PRIMARY KEY (on_day, instrument_id)
);

-- How many instruments of a kind rest on what, until when: figures without counting.
CREATE TABLE tally (
    kind TEXT COLLATE "C" NOT NULL,
    basis SMALLINT NOT NULL,
    until INTEGER NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (kind, basis, until)
) WITH (fillfactor = 50);
