//! Businesses, and the instruments that each of them has.

use chengxing_metrology::{
    CreditCode, Date, KindId,
    record::{Business, Instrument},
};
use rand::{Rng, RngExt};

use crate::{
    catalogue::{Kind, Model},
    land::Land,
    names,
    scramble::Scramble,
};

/// What a business does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Category {
    Stall,
    Shop,
    Supermarket,
    Depot,
    FillingStation,
    GasStation,
    TaxiFleet,
    Utility(Kind),
    Clinic,
    Charging,
}

/// A category: its share of the instruments in per cent, and how many one business has of them.
struct Share {
    category: Category,
    per_cent: u32,
    from: u32,
    to: u32,
}

const fn share(category: Category, per_cent: u32, from: u32, to: u32) -> Share {
    Share {
        category,
        per_cent,
        from,
        to,
    }
}

const SHARES: [Share; 13] = [
    share(Category::Stall, 18, 1, 2),
    share(Category::Shop, 8, 1, 2),
    share(Category::Supermarket, 14, 4, 16),
    share(Category::Depot, 4, 1, 4),
    share(Category::FillingStation, 8, 4, 12),
    share(Category::GasStation, 2, 2, 6),
    share(Category::TaxiFleet, 6, 10, 50),
    share(Category::Utility(Kind::Electricity), 12, 10, 50),
    share(Category::Utility(Kind::Water), 10, 10, 50),
    share(Category::Utility(Kind::Gas), 8, 10, 50),
    share(Category::Utility(Kind::Heat), 5, 10, 50),
    share(Category::Clinic, 3, 1, 5),
    share(Category::Charging, 2, 4, 16),
];

impl Share {
    /// How often a business of this category is drawn: the share over the mean size.
    const fn weight(&self) -> u32 {
        self.per_cent * 20_000 / (self.from + self.to)
    }
}

impl Category {
    const fn kind(self) -> Kind {
        match self {
            Self::Stall | Self::Shop | Self::Supermarket => Kind::PriceScale,
            Self::Depot => Kind::Scale,
            Self::FillingStation => Kind::Fuel,
            Self::GasStation => Kind::GasDispenser,
            Self::TaxiFleet => Kind::Taximeter,
            Self::Utility(kind) => kind,
            Self::Clinic => Kind::BloodPressure,
            Self::Charging => Kind::Charger,
        }
    }

    const fn zh(self) -> &'static str {
        match self {
            Self::Stall => "集贸市场摊位",
            Self::Shop => "食品零售店",
            Self::Supermarket => "超市",
            Self::Depot => "收购和物流网点",
            Self::FillingStation => "加油站",
            Self::GasStation => "加气站",
            Self::TaxiFleet => "出租汽车企业",
            Self::Utility(Kind::Electricity) => "供电企业",
            Self::Utility(Kind::Water) => "供水企业",
            Self::Utility(Kind::Gas) => "燃气企业",
            Self::Utility(_) => "供热企业",
            Self::Clinic => "医疗机构",
            Self::Charging => "充电站",
        }
    }
}

/// The share of every kind among the instruments.
pub fn shares() -> Vec<(Kind, f64)> {
    SHARES
        .iter()
        .map(|s| (s.category.kind(), f64::from(s.per_cent) / 100.0))
        .collect()
}

/// A business, or the part of a utility that serves one community, about to list its instruments.
pub struct Block {
    category: Category,
    pub kind: Kind,
    pub county: usize,
    pub holder: Business,
    /// How many instruments it has.
    pub size: u32,
    /// The number of the stall, or the community.
    spot: String,
    model: usize,
}

fn pick<'a>(rng: &mut impl Rng, words: &[&'a str]) -> &'a str {
    words[rng.random_range(0..words.len())]
}

/// `number` in `width` symbols of the credit code's alphabet.
fn symbols(mut number: u64, width: usize) -> String {
    const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    let mut text = vec!['0'; width];
    for place in text.iter_mut().rev() {
        *place = char::from(ALPHABET[(number % 31) as usize]);
        number /= 31;
    }
    text.into_iter().collect()
}

/// A credit code whose check symbol is right and whose registration authority, X, does not exist.
fn credit_code(region: &str, mark: &str, number: u64) -> Option<CreditCode> {
    CreditCode::with_check(&format!("X1{region}{mark}{}", symbols(number, 6))).ok()
}

impl Block {
    /// Business number `index`, drawn.
    pub fn draw(land: &Land, scramble: Scramble, index: u64, rng: &mut impl Rng) -> Self {
        let total: u32 = SHARES.iter().map(Share::weight).sum();
        let mut at = rng.random_range(0..total);
        let share = SHARES
            .iter()
            .find(|s| {
                let here = at < s.weight();
                at = at.saturating_sub(s.weight());
                here
            })
            .unwrap_or(&SHARES[0]);
        let county = land.draw(rng);
        let size = rng.random_range(share.from..=share.to);
        Self::make(land, scramble, index, share.category, county, size, rng)
    }

    /// The business of one awkward instrument, in a county of its own. A stall, unless the kind has other
    /// holders.
    pub fn single(
        land: &Land,
        scramble: Scramble,
        index: u64,
        kind: Kind,
        rng: &mut impl Rng,
    ) -> Self {
        let category = SHARES
            .iter()
            .map(|s| s.category)
            .find(|c| c.kind() == kind)
            .unwrap_or(Category::Stall);
        let county = index as usize % land.counties.len();
        Self {
            kind,
            ..Self::make(land, scramble, index, category, county, 1, rng)
        }
    }

    fn make(
        land: &Land,
        scramble: Scramble,
        index: u64,
        category: Category,
        county: usize,
        size: u32,
        rng: &mut impl Rng,
    ) -> Self {
        let place = &land.counties[county];
        let region = place
            .code
            .map_or_else(|| "000000".to_owned(), |c| c.to_string());
        let surname = pick(rng, names::SURNAMES);
        let owner = format!("{surname}{}", pick(rng, names::GIVEN));
        let firm = pick(rng, names::FIRMS);
        let road = pick(rng, names::ROADS);
        let mut market = None;
        let mut spot = String::new();
        let mut person = true;
        let name = match category {
            Category::Stall => {
                market = Some(format!("{firm}{}（演示）", pick(rng, names::MARKETS)));
                spot = format!("{}号摊", 1 + index % 400);
                format!("{surname}记{}（演示）", pick(rng, names::GOODS))
            }
            Category::Shop => format!("{road}{surname}家{}（演示）", pick(rng, names::SHOPS)),
            Category::Depot => format!("{firm}{}（演示）", pick(rng, names::DEPOTS)),
            _ => {
                person = false;
                match category {
                    Category::Supermarket => format!("{firm}超市{road}店（演示）"),
                    Category::FillingStation => format!("{firm}石油{road}加油站（演示）"),
                    Category::GasStation => format!("{firm}燃气{road}加气站（演示）"),
                    Category::TaxiFleet => format!("{firm}出租汽车有限公司（演示）"),
                    Category::Utility(Kind::Electricity) => format!("{}供电公司（演示）", place.zh),
                    Category::Utility(Kind::Water) => format!("{}供水公司（演示）", place.zh),
                    Category::Utility(Kind::Gas) => format!("{}燃气公司（演示）", place.zh),
                    Category::Utility(_) => format!("{}热力公司（演示）", place.zh),
                    Category::Clinic => format!("{road}社区卫生服务中心（演示）"),
                    _ => format!("{firm}充电站{road}站（演示）"),
                }
            }
        };
        let uscc = if let Category::Utility(kind) = category {
            spot = format!("{}（户表）", pick(rng, names::COMMUNITIES));
            credit_code(&region, "DEN", county as u64 * 16 + kind as u64)
        } else {
            credit_code(&region, "DEM", scramble.business(index))
        };
        let kind = category.kind();
        let holder = Business {
            uscc,
            name,
            category: Some(category.zh().to_owned()),
            owner: person.then_some(owner),
            market,
            region: place.code,
        };
        Self {
            category,
            kind,
            county,
            holder,
            size,
            spot,
            model: rng.random_range(0..kind.models().len()),
        }
    }

    /// Its instrument number `ordinal` (from 0), which is number `index` of all; made on or before `made`.
    pub fn instrument(
        &self,
        land: &Land,
        scramble: Scramble,
        ordinal: u32,
        index: u64,
        made: Date,
        kind: KindId,
    ) -> Instrument {
        let model = self.model();
        let own = scramble.digits(index);
        let year = made.year();
        let serial = match self.kind {
            Kind::PriceScale | Kind::Scale | Kind::Other => format!("{year}{own:08}"),
            Kind::Fuel | Kind::GasDispenser => format!("YS{:02}-{own:08}", year % 100),
            Kind::Taximeter => format!("T{own:08}"),
            Kind::Electricity => format!("1500{own:08}"),
            Kind::Water | Kind::Gas | Kind::Heat => format!("{:02}{own:08}", year % 100),
            Kind::BloodPressure => format!("{own:08}"),
            Kind::Charger => format!("CD{year}-{own:08}"),
        };
        // 三码一封: price-computing scales of types approved from 2026-01-08 on bear the maker's identity.
        let maker_uid = (self.kind == Kind::PriceScale && made >= Date::constant(2026, 1, 8))
            .then(|| format!("YS{year}{own:08}"));
        let number = ordinal + 1;
        let county = &land.counties[self.county];
        let place = match self.category {
            Category::Stall | Category::Utility(_) => self.spot.clone(),
            Category::Shop => "柜台".to_owned(),
            Category::Supermarket => format!("{number}号称重台"),
            Category::Depot => format!("{number}号秤位"),
            Category::FillingStation | Category::GasStation => format!("{number}号机"),
            Category::TaxiFleet => format!("蒙{}·演{:05}", county.plate, own % 100_000),
            Category::Clinic => format!("{number}号诊室"),
            Category::Charging => format!("{number}号桩"),
        };
        Instrument {
            code: Some(scramble.code(index)),
            kind,
            type_name: None,
            type_approval: model.approval.map(str::to_owned),
            model: Some(model.name.to_owned()),
            maker: Some(model.maker.to_owned()),
            serial_number: Some(serial),
            maker_uid,
            accuracy_class: model.class.map(str::to_owned),
            capacity: model.capacity.map(str::to_owned),
            holder: Some(self.holder.clone()),
            place: Some(place),
            region: county.code,
        }
    }

    /// The model that its instruments are of.
    pub fn model(&self) -> &'static Model {
        &self.kind.models()[self.variant()]
    }

    /// The place of that model in its list; regulations of a kind are listed in the same order.
    pub fn variant(&self) -> usize {
        self.model % self.kind.models().len()
    }
}
