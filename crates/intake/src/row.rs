//! From the cells of a row to a record of the register.

use chengxing_metrology::{
    CertificateNumber, Conclusion, CreditCode, Date, Division, Divisions, InstrumentCode, KindId,
    RegionCode, Rules, Service, VerificationType,
    clock::days_between,
    code::CodeError,
    credit_code::CreditCodeError,
    fold, identity,
    record::{
        Business, Institution, Instrument, MeasuredError, Notice, Record, StateRecord, Verification,
    },
};

use crate::{
    CellError, DateStyle, Field, Kind, Mapping,
    layout::Layout,
    line::{Flaw, Line},
    parse_date, restore,
};

/// The longest text of a field in characters.
const LONGEST_TEXT: usize = 200;
/// How far ahead a date may lie: a certificate made out for next month is real, one for next year a slip.
const DAYS_AHEAD: i32 = 31;

pub(crate) struct Context<'r> {
    pub kind: Kind,
    pub mapping: &'r Mapping,
    pub rules: &'r Rules,
    pub divisions: &'r Divisions,
    pub today: Date,
    pub dates: DateStyle,
}

/// One row with what has been found wrong in it.
pub(crate) struct Cells<'a> {
    context: &'a Context<'a>,
    layout: &'a Layout,
    line: &'a Line,
    errors: Vec<CellError>,
}

/// A value with where it stands, for errors about it.
struct Found {
    text: String,
    field: Field,
    /// The column; none where the mapping gives the value.
    place: Option<usize>,
}

impl<'a> Cells<'a> {
    pub fn record(
        context: &'a Context<'a>,
        layout: &'a Layout,
        line: &'a Line,
    ) -> Result<Record, Vec<CellError>> {
        let mut cells = Self {
            context,
            layout,
            line,
            errors: Vec::new(),
        };
        cells.check_line();
        if !cells.errors.is_empty() {
            return Err(cells.errors);
        }
        let record = match context.kind {
            Kind::Verifications => cells.verification(),
            Kind::Instruments => cells
                .instrument(None)
                .map(|i| Record::Instrument(Box::new(i))),
            Kind::Businesses => cells.business().map(|b| Record::Business(Box::new(b))),
            Kind::Institutions => cells.own_institution().map(Record::Institution),
            Kind::Notices => cells.notice(),
            Kind::States => cells.state(),
        };
        match record {
            Some(record) if cells.errors.is_empty() => Ok(record),
            _ => Err(cells.errors),
        }
    }

    /// Damage anywhere in the row makes it wrong, wanted column or not: the row may have been torn.
    fn check_line(&mut self) {
        let headings = self.layout.headings.len();
        for (place, cell) in self.line.cells().iter().enumerate() {
            let reason = if cell.flaw == Some(Flaw::TooLong) {
                "内容太长，可能是引号没有配对"
            } else if cell.flaw == Some(Flaw::Unclosed) {
                "从这里起引号没有配对，后面各行都读成了这一格"
            } else if cell.text.contains('\u{FFFD}') {
                "有无法解码的字节，请按原来的编码重新导出"
            } else if cell.text.contains('\0') {
                "含有NUL字符，文件可能已损坏，请重新导出"
            } else if place >= headings && !cell.text.trim().is_empty() {
                "这一格在表头之外：这一行比表头多，可能有没加引号的分隔符"
            } else {
                continue;
            };
            let column = self
                .layout
                .headings
                .get(place)
                .filter(|h| !h.is_empty())
                .cloned();
            let column = column.unwrap_or_else(|| format!("第{}列", place + 1));
            let value = cell.text.chars().take(LONGEST_TEXT).collect();
            self.errors.push(CellError {
                line: self.line.number,
                column,
                value,
                reason: reason.to_owned(),
            });
        }
    }

    fn wrong(&mut self, found: Found, reason: impl Into<String>) {
        let column = match found.place {
            Some(place) => self.layout.headings[place].clone(),
            None => self.layout.heading(found.field),
        };
        let mut value = found.text;
        if let Some((end, _)) = value.char_indices().nth(LONGEST_TEXT) {
            value.truncate(end);
        }
        self.errors.push(CellError {
            line: self.line.number,
            column,
            value,
            reason: reason.into(),
        });
    }

    fn missing(&mut self, field: Field) {
        self.wrong(
            Found {
                text: String::new(),
                field,
                place: None,
            },
            format!("缺少{}，请填上", field.zh()),
        );
    }

    fn is_blank(&self, tidied: &str) -> bool {
        tidied
            .chars()
            .all(|c| r"-‐‑–—−―－_/\.·*…、，, ".contains(c))
            || self.context.mapping.blank.contains(&tidied.to_lowercase())
    }

    /// The value of a field as the mapping reads it; `None` where it is blank.
    fn find(&mut self, field: Field) -> Option<Found> {
        let context = self.context;
        let rule = context.mapping.rule(context.kind, field)?;
        let named = |text: &str| Found {
            text: text.to_owned(),
            field,
            place: None,
        };
        if let Some(value) = &rule.value {
            return Some(named(value));
        }
        for place in self.layout.columns(field) {
            let Some(cell) = self.line.cells().get(*place) else {
                continue;
            };
            let raw = cell.text.trim();
            // A text that a program protected from Excel: ="00123".
            let raw = raw
                .strip_prefix("=\"")
                .and_then(|r| r.strip_suffix('"'))
                .unwrap_or(raw);
            let tidied = fold::tidy(restore(raw));
            if self.is_blank(&tidied) {
                continue;
            }
            let reason = match cell.flaw {
                Some(Flaw::Formula) => Some("公式的结果是错误值，请改正公式或填入内容"),
                Some(Flaw::Rounded) if field.is_identifier() => {
                    Some("超过15位的数字已被表格软件改动，请把这一列设为文本后重新填入")
                }
                _ if field.is_identifier() && is_scientific(&tidied) => {
                    Some("编号变成了科学计数法，请把这一列设为文本后重新填入")
                }
                _ if tidied.chars().count() > LONGEST_TEXT => Some("超过200个字，请缩短"),
                _ => None,
            };
            if let Some(reason) = reason {
                self.wrong(
                    Found {
                        text: tidied,
                        field,
                        place: Some(*place),
                    },
                    reason,
                );
                return None;
            }
            return Some(Found {
                text: rule.read(tidied),
                field,
                place: Some(*place),
            });
        }
        rule.default.as_deref().map(named)
    }

    fn text(&mut self, field: Field) -> Option<String> {
        self.find(field).map(|f| f.text)
    }

    fn required(&mut self, field: Field) -> Option<String> {
        self.parsed_or_missing(field, |_, found| Some(found.text))
    }

    /// Parses a value that must be there. A missing one is an error, unless finding it already was.
    fn parsed_or_missing<T>(
        &mut self,
        field: Field,
        parse: impl FnOnce(&mut Self, Found) -> Option<T>,
    ) -> Option<T> {
        let before = self.errors.len();
        let Some(found) = self.find(field) else {
            if self.errors.len() == before {
                self.missing(field);
            }
            return None;
        };
        parse(self, found)
    }

    /// The date, where `fits` has nothing against it.
    fn date(&mut self, found: Found, fits: impl Fn(Date) -> Result<(), String>) -> Option<Date> {
        match parse_date(&found.text, self.context.dates).and_then(|date| fits(date).map(|()| date))
        {
            Ok(date) => Some(date),
            Err(reason) => {
                self.wrong(found, reason);
                None
            }
        }
    }

    /// The day of what happened: never far in the future.
    fn day(&mut self) -> Option<Date> {
        self.parsed_or_missing(Field::On, |this, found| {
            let today = this.context.today;
            this.date(found, |date| match days_between(today, date) {
                ..=DAYS_AHEAD => Ok(()),
                _ => Err(format!("日期比今天晚{DAYS_AHEAD}天以上，请核对年份")),
            })
        })
    }

    fn word<T>(&mut self, field: Field, known: fn(&str) -> Option<T>, say: &str) -> Option<T> {
        self.parsed_or_missing(field, |this, found| {
            let word = known(&found.text);
            if word.is_none() {
                this.wrong(
                    found,
                    format!("看不懂，请写{say}，或在对照文件的 values 里说明"),
                );
            }
            word
        })
    }

    fn credit_code(&mut self, field: Field) -> Option<CreditCode> {
        let found = self.find(field)?;
        let reason = match found.text.parse() {
            Ok(code) => return Some(code),
            Err(CreditCodeError::Length { found }) => {
                format!("统一社会信用代码应有18位，这里有{found}位")
            }
            Err(CreditCodeError::Symbol { place, found }) => {
                format!("第{place}位的{found}不会出现在统一社会信用代码里（不用I、O、S、V、Z）")
            }
            Err(CreditCodeError::Check { expected }) => {
                let last = found.text.chars().next_back().unwrap_or(' ');
                format!("末位应是{expected}，这里是{last}，请对照营业执照核对")
            }
        };
        self.wrong(found, reason);
        None
    }

    fn code(&mut self) -> Option<InstrumentCode> {
        let found = self.find(Field::Code)?;
        let reason = match found.text.parse() {
            Ok(code) => return Some(code),
            Err(CodeError::Length { found }) => format!("查询编号应有11位，这里有{found}位"),
            Err(CodeError::Symbol { place, found }) => {
                format!("第{place}位的{found}不会出现在查询编号里（不用U等字符）")
            }
            Err(CodeError::Check {
                expected, found, ..
            }) => format!("末位应是{expected}，这里是{found}，请对照标签核对"),
        };
        self.wrong(found, reason);
        None
    }

    fn region(&mut self, field: Field) -> Option<RegionCode> {
        let found = self.find(field)?;
        let divisions = self.context.divisions;
        let reason = match found.text.parse::<RegionCode>() {
            Ok(code) if divisions.get(code).is_some() => return Some(code),
            Ok(_) => "本平台的区划表里没有这个代码",
            Err(_) => match division_named(divisions, &found.text) {
                Ok(division) => return Some(division.code),
                Err(reason) => reason,
            },
        };
        self.wrong(found, reason);
        None
    }

    fn certificate(&mut self) -> Option<CertificateNumber> {
        let found = self.find(Field::Certificate)?;
        let number = CertificateNumber::new(&found.text);
        if number.is_none() {
            self.wrong(
                found,
                format!("证书编号超过{}个字", CertificateNumber::LONGEST),
            );
        }
        number
    }

    /// The kind and the type's name: a name that the rules do not know is kept with the kind `other`.
    fn kind(&mut self) -> Option<(KindId, Option<String>)> {
        let name = self.required(Field::InstrumentKind)?;
        let type_name = self.text(Field::TypeName);
        Some(match self.context.rules.kind_named(&name) {
            Some(kind) => (kind.id.clone(), type_name),
            None => (KindId::other(), type_name.or(Some(name))),
        })
    }

    fn holder(&mut self, region: Option<RegionCode>) -> Option<Business> {
        let before = self.errors.len();
        let uscc = self.credit_code(Field::HolderUscc);
        let Some(name) = self.text(Field::Holder) else {
            if uscc.is_some() && self.errors.len() == before {
                self.missing(Field::Holder);
            }
            return None;
        };
        let own_region = self.region(Field::HolderRegion);
        Some(Business {
            uscc,
            name,
            category: self.text(Field::HolderCategory),
            owner: self.text(Field::HolderOwner),
            market: self.text(Field::HolderMarket),
            // Without a credit code the division tells businesses of one name apart, and a stall stands where
            // its scale does. With a credit code it must not: a chain has instruments in many divisions.
            region: own_region.or(region.filter(|_| uscc.is_none())),
        })
    }

    fn instrument(&mut self, certificate: Option<&str>) -> Option<Instrument> {
        let before = self.errors.len();
        let code = self.code();
        let kind = self.kind();
        let region = self.region(Field::Region);
        let (kind, type_name) = kind.unwrap_or((KindId::other(), None));
        let instrument = Instrument {
            code,
            kind,
            type_name,
            type_approval: self.text(Field::TypeApproval),
            model: self.text(Field::Model),
            maker: self.text(Field::Maker),
            serial_number: self.text(Field::SerialNumber),
            maker_uid: self.text(Field::MakerUid),
            accuracy_class: self.text(Field::AccuracyClass),
            capacity: self.text(Field::Capacity),
            holder: self.holder(region),
            place: self.text(Field::Place),
            region,
        };
        if self.errors.len() > before {
            return None;
        }
        if code.is_none() && identity::instrument(&instrument, certificate).is_err() {
            let found = Found {
                text: instrument.serial_number.unwrap_or_default(),
                field: Field::SerialNumber,
                place: None,
            };
            self.wrong(
                found,
                "没有出厂编号、生产唯一性编码、查询编号或证书编号，认不出是哪一台；请补上其中一项",
            );
            return None;
        }
        Some(instrument)
    }

    fn institution(&mut self) -> Option<Institution> {
        Some(Institution {
            name: self.required(Field::Institution)?,
            scope: self.text(Field::InstitutionScope),
            region: self.region(Field::InstitutionRegion),
        })
    }

    fn verification(&mut self) -> Option<Record> {
        let certificate = self.certificate();
        let instrument = self.instrument(certificate.as_ref().map(CertificateNumber::as_str));
        let on = self.day();
        let conclusion = self.word(Field::Conclusion, Conclusion::from_word, "合格或不合格");
        let kind = match self.find(Field::Type) {
            Some(_) => self.word(
                Field::Type,
                VerificationType::from_word,
                "首次检定、后续检定或使用中检查",
            ),
            None => Some(VerificationType::Subsequent),
        };
        let valid_until = self.find(Field::ValidUntil).and_then(|found| {
            self.date(found, |until| match on {
                Some(on) if until < on => Err("有效期比检定日期早，请核对这两个日期".to_owned()),
                _ => Ok(()),
            })
        });
        let institution = self.institution();
        let error = self.text(Field::Error);
        let (at, limit) = (self.text(Field::ErrorAt), self.text(Field::ErrorLimit));
        let conclusion = conclusion?;
        Some(Record::Verification(Box::new(Verification {
            instrument: instrument?,
            kind: kind?,
            conclusion,
            on: on?,
            // A fail ends validity, whatever the form still says.
            valid_until: valid_until.filter(|_| conclusion == Conclusion::Pass),
            certificate,
            institution: institution?,
            regulation: self.text(Field::Regulation),
            standard: self.text(Field::Standard),
            error: error.map(|error| MeasuredError { at, error, limit }),
            notice: self.text(Field::Notice),
        })))
    }

    fn business(&mut self) -> Option<Business> {
        Some(Business {
            name: self.required(Field::Name)?,
            uscc: self.credit_code(Field::Uscc),
            category: self.text(Field::Category),
            owner: self.text(Field::Owner),
            market: self.text(Field::Market),
            region: self.region(Field::Region),
        })
    }

    fn own_institution(&mut self) -> Option<Institution> {
        Some(Institution {
            name: self.required(Field::Name)?,
            scope: self.text(Field::Scope),
            region: self.region(Field::Region),
        })
    }

    fn notice(&mut self) -> Option<Record> {
        let (number, title) = (self.required(Field::Number), self.required(Field::Title));
        let (on, institution) = (self.day(), self.institution());
        let region = self.region(Field::Region);
        Some(Record::Notice(Box::new(Notice {
            number: number?,
            title: title?,
            on: on?,
            institution: institution?,
            region,
        })))
    }

    fn state(&mut self) -> Option<Record> {
        let instrument = self.instrument(None);
        let on = self.day();
        let state = self.word(Field::State, Service::from_word, "在用、停用、待检或报废");
        let ground = self.text(Field::Ground);
        Some(Record::State(Box::new(StateRecord {
            instrument: instrument?,
            on: on?,
            state: state?,
            ground,
        })))
    }
}

/// What is left of a long number once a spreadsheet has shown it: 2.02308E+12.
fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once("E+").or_else(|| text.split_once("e+")) else {
        return false;
    };
    let digits =
        |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    digits(mantissa) && digits(exponent)
}

/// The division of a name, alone or after the names of those above it: 新城区, 呼和浩特市新城区.
fn division_named<'d>(divisions: &'d Divisions, name: &str) -> Result<&'d Division, &'static str> {
    let name: String = name
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '/' | '-' | '>' | '·' | '、'))
        .collect();
    if let Some(division) = divisions.named(&name) {
        return Ok(division);
    }
    let above = |division: &Division| division.code.parent().and_then(|p| divisions.get(p));
    let fits = |division: &&Division| {
        let Some(mut rest) = name.strip_suffix(division.zh.as_str()) else {
            return false;
        };
        let mut next = above(division);
        while let Some(parent) = next {
            rest = rest.strip_suffix(parent.zh.as_str()).unwrap_or(rest);
            next = above(parent);
        }
        rest.is_empty()
    };
    let mut found = divisions.all().iter().filter(fits);
    match (found.next(), found.next()) {
        (Some(division), None) => Ok(division),
        (Some(_), Some(_)) => Err("有几个行政区叫这个名字，请写六位区划代码"),
        (None, _) => Err("区划表里没有这个名字，请写六位区划代码"),
    }
}
