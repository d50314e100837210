//! The kinds of the demo region: makers, models, how often they occur, what is measured at them.

use chengxing_metrology::{Date, KindId, Rules, record::MeasuredError, rules::Mode};
use rand::{Rng, RngExt};

use crate::land::Server;

/// A kind that the demo region has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    PriceScale,
    Scale,
    Fuel,
    GasDispenser,
    Taximeter,
    Electricity,
    Water,
    Gas,
    Heat,
    BloodPressure,
    Charger,
    Other,
}

/// A model of a maker, both invented.
#[derive(Debug)]
pub struct Model {
    pub maker: &'static str,
    pub approval: Option<&'static str>,
    pub name: &'static str,
    pub class: Option<&'static str>,
    pub capacity: Option<&'static str>,
}

const fn model(
    maker: &'static str,
    approval: &'static str,
    model: &'static str,
    class: &'static str,
    capacity: &'static str,
) -> Model {
    Model {
        maker,
        approval: Some(approval),
        name: model,
        class: if class.is_empty() { None } else { Some(class) },
        capacity: if capacity.is_empty() {
            None
        } else {
            Some(capacity)
        },
    }
}

const PRICE_SCALES: &[Model] = &[
    model(
        "演示衡器有限公司",
        "2021F000-15（演示）",
        "ACS-30",
        "Ⅲ",
        "30 kg",
    ),
    model(
        "演示衡器有限公司",
        "2021F000-16（演示）",
        "ACS-15",
        "Ⅲ",
        "15 kg",
    ),
    model(
        "青城衡器厂（演示）",
        "2019F001-15（演示）",
        "QC-30",
        "Ⅲ",
        "30 kg",
    ),
    model(
        "北疆电子衡器有限公司（演示）",
        "2022F002-15（演示）",
        "BJ-15T",
        "Ⅲ",
        "15 kg",
    ),
];
const SCALES: &[Model] = &[
    model(
        "演示衡器有限公司",
        "2020F003-15（演示）",
        "TCS-150",
        "Ⅲ",
        "150 kg",
    ),
    model(
        "北疆电子衡器有限公司（演示）",
        "2018F004-15（演示）",
        "TCS-300",
        "Ⅲ",
        "300 kg",
    ),
];
const FUEL: &[Model] = &[
    model(
        "演示加油设备有限公司",
        "2020F005-44（演示）",
        "YS-J20",
        "0.3级",
        "50 L/min",
    ),
    model(
        "草原能源装备有限公司（演示）",
        "2022F006-44（演示）",
        "CY-2422",
        "0.3级",
        "50 L/min",
    ),
];
const GAS_DISPENSERS: &[Model] = &[
    model(
        "草原能源装备有限公司（演示）",
        "2019F007-99（演示）",
        "CNG-30",
        "",
        "30 m³/min",
    ),
    model(
        "演示低温装备有限公司",
        "2021F008-11（演示）",
        "LNG-80",
        "",
        "80 kg/min",
    ),
];
const TAXIMETERS: &[Model] = &[
    model("演示电子仪表厂", "2018F009-51（演示）", "YS-2000", "", ""),
    model(
        "青城汽车电子有限公司（演示）",
        "2021F010-51（演示）",
        "QC-T6",
        "",
        "",
    ),
];
const ELECTRICITY: &[Model] = &[
    model(
        "演示电表有限公司",
        "2018F011-59（演示）",
        "DDZY-演1",
        "2级",
        "220 V，5(60) A",
    ),
    model(
        "长河智能仪表有限公司（演示）",
        "2020F012-59（演示）",
        "DDZY-演2",
        "2级",
        "220 V，5(60) A",
    ),
];
const WATER: &[Model] = &[
    model(
        "演示水表有限公司",
        "2019F013-16（演示）",
        "LXS-15",
        "2级",
        "DN15",
    ),
    model(
        "长河智能仪表有限公司（演示）",
        "2021F014-16（演示）",
        "LXSY-20",
        "2级",
        "DN20",
    ),
];
const GAS: &[Model] = &[
    model(
        "演示燃气表有限公司",
        "2018F015-57（演示）",
        "G2.5",
        "1.5级",
        "0.025–4 m³/h",
    ),
    model(
        "云杉仪表有限公司（演示）",
        "2020F016-57（演示）",
        "G4",
        "1.5级",
        "0.04–6 m³/h",
    ),
];
const HEAT: &[Model] = &[
    model(
        "演示热量表有限公司",
        "2020F017-22（演示）",
        "RC-20",
        "2级",
        "DN20",
    ),
    model(
        "云杉仪表有限公司（演示）",
        "2022F018-22（演示）",
        "RC-25",
        "2级",
        "DN25",
    ),
];
const BLOOD_PRESSURE: &[Model] = &[
    model(
        "演示医疗器械有限公司",
        "2019F019-69（演示）",
        "YE-演3",
        "",
        "0–280 mmHg",
    ),
    model(
        "白桦医疗设备有限公司（演示）",
        "2021F020-69（演示）",
        "BH-8",
        "",
        "0–300 mmHg",
    ),
];
const CHARGERS: &[Model] = &[
    model(
        "演示充电设备有限公司",
        "2022F021-48（演示）",
        "AC-7",
        "2级",
        "7 kW",
    ),
    model(
        "晨星电力电子有限公司（演示）",
        "2022F022-49（演示）",
        "DC-120",
        "2级",
        "120 kW",
    ),
];
const OTHERS: &[Model] = &[Model {
    maker: "演示仪器厂",
    approval: None,
    name: "演-1",
    class: None,
    capacity: None,
}];

impl Kind {
    pub const ALL: [Self; 12] = [
        Self::PriceScale,
        Self::Scale,
        Self::Fuel,
        Self::GasDispenser,
        Self::Taximeter,
        Self::Electricity,
        Self::Water,
        Self::Gas,
        Self::Heat,
        Self::BloodPressure,
        Self::Charger,
        Self::Other,
    ];

    /// The id in `rules/kinds.toml`.
    fn id(self) -> &'static str {
        match self {
            Self::PriceScale => "price_computing_scale",
            Self::Scale => "scale",
            Self::Fuel => "fuel_dispenser",
            Self::GasDispenser => "gas_dispenser",
            Self::Taximeter => "taximeter",
            Self::Electricity => "electricity_meter",
            Self::Water => "water_meter",
            Self::Gas => "gas_meter",
            Self::Heat => "heat_meter",
            Self::BloodPressure => "blood_pressure_meter",
            Self::Charger => "ev_charger",
            Self::Other => KindId::OTHER,
        }
    }

    pub const fn served_by(self) -> Server {
        match self {
            Self::PriceScale | Self::Scale | Self::BloodPressure | Self::Other => Server::County,
            Self::Fuel | Self::GasDispenser | Self::Taximeter => Server::City,
            Self::Electricity | Self::Water | Self::Gas | Self::Heat => Server::Station,
            Self::Charger => Server::Region,
        }
    }

    pub const fn models(self) -> &'static [Model] {
        match self {
            Self::PriceScale => PRICE_SCALES,
            Self::Scale => SCALES,
            Self::Fuel => FUEL,
            Self::GasDispenser => GAS_DISPENSERS,
            Self::Taximeter => TAXIMETERS,
            Self::Electricity => ELECTRICITY,
            Self::Water => WATER,
            Self::Gas => GAS,
            Self::Heat => HEAT,
            Self::BloodPressure => BLOOD_PRESSURE,
            Self::Charger => CHARGERS,
            Self::Other => OTHERS,
        }
    }

    /// The standard that a certificate names.
    pub const fn standard(self) -> &'static str {
        match self {
            Self::PriceScale | Self::Scale => "M1级标准砝码",
            Self::Fuel => "标准金属量器",
            Self::GasDispenser => "加气机检定装置",
            Self::Taximeter => "出租汽车计价器检定装置",
            Self::Electricity => "电能表检定装置",
            Self::Water => "水表检定装置",
            Self::Gas => "燃气表检定装置",
            Self::Heat => "热量表检定装置",
            Self::BloodPressure => "血压计检定装置",
            Self::Charger => "充电桩检定装置",
            Self::Other => "标准器（演示）",
        }
    }

    /// A measured error that fits the conclusion, for the kinds whose limits are known.
    ///
    /// Scales: class III of OIML R 76-1, table 6: ±0.5 e up to 500 e, ±1 e up to 2,000 e, ±1.5 e above.
    /// Fuel dispensers: ±0.30 % (unverified, see `docs/rules.md`).
    pub fn measured(
        self,
        model: &Model,
        passed: bool,
        rng: &mut impl Rng,
    ) -> Option<MeasuredError> {
        if self == Self::Fuel {
            let limit = 30;
            let error = signed(rng, limit, passed);
            let text = format!(
                "{}{}.{:02} %",
                sign(error),
                error.abs() / 100,
                error.abs() % 100
            );
            return Some(MeasuredError {
                at: None,
                error: text,
                limit: Some("±0.30 %".to_owned()),
            });
        }
        // (load in kg, limit in g); e is a 3,000th of the capacity.
        let points: [(i32, i32); 3] = match model.capacity? {
            "30 kg" if self == Self::PriceScale => [(5, 5), (10, 10), (30, 15)],
            "15 kg" if self == Self::PriceScale => [(5, 5), (5, 5), (10, 5)],
            "150 kg" if self == Self::Scale => [(25, 25), (100, 50), (150, 75)],
            "300 kg" if self == Self::Scale => [(50, 50), (150, 100), (300, 150)],
            _ => return None,
        };
        let (load, limit) = points[rng.random_range(0..points.len())];
        let error = signed(rng, limit, passed);
        Some(MeasuredError {
            at: Some(format!("{load} kg")),
            error: format!("{}{} g", sign(error), error.abs()),
            limit: Some(format!("±{limit} g")),
        })
    }
}

/// Within the limit on a pass, beyond it (more often to the buyer's harm) on a fail.
fn signed(rng: &mut impl Rng, limit: i32, passed: bool) -> i32 {
    if passed {
        rng.random_range(-limit..=limit)
    } else {
        let size = rng.random_range(limit + 1..=limit * 3);
        if rng.random_ratio(3, 4) { -size } else { size }
    }
}

const fn sign(error: i32) -> &'static str {
    match error {
        ..0 => "−",
        0 => "",
        1.. => "+",
    }
}

/// What the rules say of a kind, laid out for quick reading.
#[derive(Clone, Debug)]
pub struct Law {
    pub kind: KindId,
    /// The interval: the newest that the rules give, conditions or not; the demo's meters meet them.
    pub months: i32,
    pub initial_only: bool,
    /// From when which documents apply, oldest first.
    regulations: Vec<(Date, Vec<String>)>,
}

impl Law {
    pub fn of(kind: Kind, rules: &Rules) -> Self {
        let id: KindId = kind.id().parse().unwrap_or_else(|_| KindId::other());
        let listed = rules.kind(&id).map_or(&[][..], |k| &k.regulation);
        let newest = listed.iter().rev().find(|r| r.interval_months.is_some());
        Self {
            months: newest
                .and_then(|r| r.interval_months)
                .map_or(12, |m| i32::from(m.max(1))),
            initial_only: newest.is_some_and(|r| r.mode == Mode::InitialOnly),
            regulations: listed
                .iter()
                .map(|r| {
                    (
                        r.effective_from.0,
                        r.document.split('、').map(str::to_owned).collect(),
                    )
                })
                .collect(),
            kind: id,
        }
    }

    /// The regulation that a certificate of that day names; where several are listed, the one for `variant`.
    pub fn regulation(&self, on: Date, variant: usize) -> Option<String> {
        let (_, documents) = self
            .regulations
            .iter()
            .rev()
            .find(|(from, _)| *from <= on)?;
        documents.get(variant % documents.len().max(1)).cloned()
    }
}
