//! Files as offices send them, made up for the tests.

use chengxing_metrology::Date;
use rust_xlsxwriter::Workbook;

/// A table: the first row is the heading.
#[derive(Clone, Debug)]
pub struct Table(pub Vec<Vec<String>>);

impl Table {
    /// A table with a heading and no rows.
    pub fn new(heading: &[&str]) -> Self {
        Self(vec![heading.iter().map(|h| (*h).to_owned()).collect()])
    }

    /// With a row.
    #[must_use]
    pub fn row(mut self, cells: &[&str]) -> Self {
        self.push(cells);
        self
    }

    /// Adds a row.
    pub fn push<S: AsRef<str>>(&mut self, cells: &[S]) {
        assert_eq!(
            cells.len(),
            self.0[0].len(),
            "a row is as wide as the heading"
        );
        self.0
            .push(cells.iter().map(|c| c.as_ref().to_owned()).collect());
    }

    /// How many rows the heading is followed by.
    pub fn rows(&self) -> usize {
        self.0.len() - 1
    }

    /// The column of a heading.
    pub fn column(&self, heading: &str) -> usize {
        self.0[0]
            .iter()
            .position(|h| h == heading)
            .unwrap_or_else(|| panic!("no column {heading}"))
    }

    /// With a cell changed; rows count from 1.
    #[must_use]
    pub fn with(mut self, row: usize, heading: &str, cell: &str) -> Self {
        let column = self.column(heading);
        cell.clone_into(&mut self.0[row][column]);
        self
    }

    /// Its columns in another order.
    #[must_use]
    pub fn shuffled(mut self, order: &[usize]) -> Self {
        for row in &mut self.0 {
            *row = order.iter().map(|i| row[*i].clone()).collect();
        }
        self
    }

    /// As CSV text.
    pub fn csv(&self, delimiter: u8) -> String {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(delimiter)
            .terminator(csv::Terminator::CRLF)
            .from_writer(Vec::new());
        for row in &self.0 {
            writer.write_record(row).expect("memory takes it");
        }
        String::from_utf8(writer.into_inner().expect("memory takes it")).expect("UTF-8")
    }

    /// As CSV in an encoding of its label: `gb18030`, `windows-1251`.
    pub fn csv_in(&self, encoding: &str, delimiter: u8) -> Vec<u8> {
        let encoding =
            encoding_rs::Encoding::for_label(encoding.as_bytes()).expect("a known encoding");
        let text = self.csv(delimiter);
        let (bytes, _, unmappable) = encoding.encode(&text);
        assert!(!unmappable, "the text fits the encoding");
        bytes.into_owned()
    }

    /// As a workbook.
    pub fn xlsx(&self) -> Vec<u8> {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        for (r, row) in (0..).zip(&self.0) {
            for (c, cell) in (0..).zip(row) {
                sheet.write_string(r, c, cell).expect("it fits a sheet");
            }
        }
        workbook.save_to_buffer().expect("a workbook")
    }

    /// As JSON lines.
    pub fn jsonl(&self) -> String {
        let line = |row: &Vec<String>| {
            let object: serde_json::Map<_, _> = self.0[0]
                .iter()
                .cloned()
                .zip(row.iter().map(|c| c.clone().into()))
                .collect();
            serde_json::Value::Object(object).to_string() + "\n"
        };
        self.0[1..].iter().map(line).collect()
    }
}

/// The heading of a verification in the columns that `chengxing import verifications` knows by itself.
pub const VERIFICATIONS: [&str; 12] = [
    "器具种类",
    "型号",
    "制造单位",
    "出厂编号",
    "使用单位",
    "使用地点",
    "检定类别",
    "检定日期",
    "有效期至",
    "检定结论",
    "证书编号",
    "检定机构",
];

/// A table of `rows` verifications, each of an instrument of its own whose serial number begins with
/// `series`; every seventh failed. All are of 2026-03-02, and passes hold until 2027-03-01.
pub fn verifications(series: &str, rows: usize) -> Table {
    let mut table = Table::new(&VERIFICATIONS);
    for i in 0..rows {
        let serial = format!("{series}{i:06}");
        let holder = format!("试验商店{}", i % 50);
        let place = format!("{}号摊", i % 200 + 1);
        let passed = i % 7 != 6;
        let certificate = format!("{series}-{i:06}");
        table.push(&[
            "电子计价秤",
            "ACS-30",
            "试验衡器厂",
            &serial,
            &holder,
            &place,
            "后续检定",
            "2026-03-02",
            if passed { "2027-03-01" } else { "" },
            if passed { "合格" } else { "不合格" },
            &certificate,
            "试验市计量测试所",
        ]);
    }
    table
}

/// Columns of the Arshin register, as it exports them.
pub const ARSHIN: [&str; 9] = [
    "Организация-поверитель",
    "Регистрационный номер типа СИ",
    "Наименование типа СИ",
    "Тип СИ",
    "Модификация СИ",
    "Заводской номер",
    "Дата поверки",
    "Действительна до",
    "Номер свидетельства / извещения",
];

/// A made-up record of the Arshin layout.
#[derive(Clone, Copy, Debug)]
pub struct ArshinRecord {
    /// The verifier.
    pub verifier: &'static str,
    /// The number of the type approval.
    pub approval: &'static str,
    /// The type's name.
    pub name: &'static str,
    /// The modification.
    pub modification: &'static str,
    /// The serial number.
    pub serial: &'static str,
    /// The day.
    pub on: Date,
    /// The last day of validity; `None` where it was found unfit.
    pub until: Option<Date>,
    /// The number of the certificate or notice.
    pub document: &'static str,
}

#[expect(
    clippy::too_many_arguments,
    reason = "a row of a table reads best as a row"
)]
const fn record(
    verifier: &'static str,
    approval: &'static str,
    name: &'static str,
    modification: &'static str,
    serial: &'static str,
    on: Date,
    until: Option<Date>,
    document: &'static str,
) -> ArshinRecord {
    ArshinRecord {
        verifier,
        approval,
        name,
        modification,
        serial,
        on,
        until,
        document,
    }
}

/// Fit and unfit, twice unfit, unfit and then fit, two types with one serial number, a long name with
/// quotes, the last day on the 1st of September 2023 and on the day before.
pub const ARSHIN_RECORDS: [ArshinRecord; 10] = [
    record(
        "ООО \"ВЕСЫ И МЕРЫ\"",
        "70001-17",
        "Весы электронные",
        "ВЭ-30",
        "0412",
        Date::constant(2023, 5, 15),
        Some(Date::constant(2024, 5, 14)),
        "С-ААА/15-05-2023/100000001",
    ),
    record(
        "ФБУ \"ПРИМЕРСКИЙ ЦСМ\"",
        "70001-17",
        "Весы электронные",
        "ВЭ-15",
        "0413",
        Date::constant(2023, 4, 27),
        None,
        "И-ААБ/27-04-2023/100000002",
    ),
    record(
        "ФБУ \"ПРИМЕРСКИЙ ЦСМ\"",
        "70002-18",
        "Манометры показывающие",
        "МП3-У",
        "0414",
        Date::constant(2023, 3, 13),
        None,
        "И-ААБ/13-03-2023/100000003",
    ),
    record(
        "ФБУ \"ПРИМЕРСКИЙ ЦСМ\"",
        "70002-18",
        "Манометры показывающие",
        "МП3-У",
        "0414",
        Date::constant(2023, 4, 11),
        None,
        "И-ААБ/11-04-2023/100000004",
    ),
    record(
        "ФБУ \"ПРИМЕРСКИЙ ЦСМ\"",
        "70002-18",
        "Манометры показывающие",
        "МП4-У",
        "5005",
        Date::constant(2022, 11, 2),
        None,
        "И-ААБ/02-11-2022/100000005",
    ),
    record(
        "ООО \"ВЕСЫ И МЕРЫ\"",
        "70002-18",
        "Манометры показывающие",
        "МП4-У",
        "5005",
        Date::constant(2022, 12, 20),
        Some(Date::constant(2024, 12, 19)),
        "С-ААА/20-12-2022/100000006",
    ),
    record(
        "ООО \"ВЕСЫ И МЕРЫ\"",
        "70003-18",
        "Счётчики воды; крыльчатые",
        "СВ-15 исп. 1 (\"12\")",
        "5005",
        Date::constant(2020, 1, 31),
        Some(Date::constant(2026, 1, 30)),
        "С-ААА/31-01-2020/100000007",
    ),
    record(
        "ФГУП \"ИНСТИТУТ МЕР ИМ. А.Б. ПРИМЕРОВА\"",
        "70004-19",
        "Аспираторы",
        "мод. П-4Э",
        "77/А",
        Date::constant(2022, 9, 2),
        Some(Date::constant(2023, 9, 1)),
        "С-ААВ/02-09-2022/100000008",
    ),
    record(
        "ФГУП \"ИНСТИТУТ МЕР ИМ. А.Б. ПРИМЕРОВА\"",
        "70004-19",
        "Аспираторы",
        "мод. П-4Э",
        "78/А",
        Date::constant(2022, 9, 1),
        Some(Date::constant(2023, 8, 31)),
        "С-ААВ/01-09-2022/100000009",
    ),
    record(
        "ФГУП \"ИНСТИТУТ МЕР ИМ. А.Б. ПРИМЕРОВА\"",
        "70004-19",
        "Аспираторы",
        "мод. П-4Э",
        "79/А",
        Date::constant(2022, 9, 10),
        Some(Date::constant(2023, 9, 9)),
        "С-ААВ/10-09-2022/100000010",
    ),
];

/// The records as the file that the register exports: windows-1251, semicolons, days with points.
pub fn arshin(records: &[ArshinRecord]) -> Table {
    let day = |d: Date| format!("{:02}.{:02}.{}", d.day(), d.month(), d.year());
    let mut table = Table::new(&ARSHIN);
    for r in records {
        let until = r.until.map(day).unwrap_or_default();
        table.push(&[
            r.verifier,
            r.approval,
            r.name,
            "ТИП",
            r.modification,
            r.serial,
            &day(r.on),
            &until,
            r.document,
        ]);
    }
    table
}
