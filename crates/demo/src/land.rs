//! Counties with their weights, and the institutions that serve them.

use chengxing_metrology::{Divisions, RegionCode, record::Institution};
use rand::{Rng, RngExt};

/// A county (旗县区) with the city above it.
#[derive(Clone, Debug)]
pub struct County {
    pub code: Option<RegionCode>,
    pub zh: String,
    /// The place of its city among the cities.
    pub city: usize,
    /// The letter of its plates: 蒙A.
    pub plate: char,
    /// Its share of the businesses, among all weights.
    pub weight: u32,
}

/// The region.
#[derive(Clone, Debug)]
pub struct Land {
    pub counties: Vec<County>,
    cities: usize,
    /// Running sums of the weights.
    sums: Vec<u32>,
    /// One for each county, two for each city (the city's and its station for meters), one for the region.
    pub institutions: Vec<Institution>,
}

/// The letter of a city's plates. Cities outside the list share the unused Z.
fn plate(city: u32) -> char {
    match city / 100 {
        1501 => 'A',
        1502 => 'B',
        1503 => 'C',
        1504 => 'D',
        1507 => 'E',
        1522 => 'F',
        1505 => 'G',
        1525 => 'H',
        1509 => 'J',
        1506 => 'K',
        1508 => 'L',
        1529 => 'M',
        _ => 'Z',
    }
}

/// Towns have more shops than pastures: a rough weight by what the division is, from no statistics.
fn weight(city: u32, zh: &str) -> u32 {
    let large = matches!(city / 100, 1501 | 1502 | 1504);
    match zh.chars().last() {
        Some('区') if large => 6,
        Some('区' | '市') => 4,
        _ => 2,
    }
}

impl Land {
    pub fn new(divisions: &Divisions) -> Self {
        let mut cities: Vec<(RegionCode, String)> = Vec::new();
        let mut counties = Vec::new();
        for county in divisions
            .all()
            .iter()
            .filter(|d| !d.code.number().is_multiple_of(100))
        {
            let Some(above) = county.code.parent() else {
                continue;
            };
            let city = cities.iter().position(|c| c.0 == above).unwrap_or_else(|| {
                let zh = divisions
                    .get(above)
                    .map_or_else(|| above.to_string(), |d| d.zh.clone());
                cities.push((above, zh));
                cities.len() - 1
            });
            counties.push(County {
                code: Some(county.code),
                zh: county.zh.clone(),
                city,
                plate: plate(above.number()),
                weight: weight(above.number(), &county.zh),
            });
        }
        if counties.is_empty() {
            counties.push(County {
                code: None,
                zh: "无名县".to_owned(),
                city: 0,
                plate: 'Z',
                weight: 1,
            });
        }
        let institution = |name: String, scope: &str, region| Institution {
            name,
            scope: Some(scope.to_owned()),
            region,
        };
        let mut institutions: Vec<Institution> = counties
            .iter()
            .map(|c| {
                institution(
                    format!("{}计量检定测试所（演示）", c.zh),
                    "电子计价秤、电子秤、血压计",
                    c.code,
                )
            })
            .collect();
        for (code, zh) in &cities {
            institutions.push(institution(
                format!("{zh}计量测试研究院（演示）"),
                "燃油加油机、加气机、出租汽车计价器",
                Some(*code),
            ));
        }
        for (code, zh) in &cities {
            institutions.push(institution(
                format!("{zh}表计检定站（演示）"),
                "电能表、水表、燃气表、热量表",
                Some(*code),
            ));
        }
        let region = divisions.all().iter().find(|d| d.code.parent().is_none());
        let zh = region.map_or("区域", |d| d.zh.as_str());
        institutions.push(institution(
            format!("{zh}计量院（演示）"),
            "电动汽车充电桩及各类计量标准",
            region.map(|d| d.code),
        ));
        let sums = counties
            .iter()
            .scan(0, |sum, c| {
                *sum += c.weight;
                Some(*sum)
            })
            .collect();
        Self {
            counties,
            cities: cities.len(),
            sums,
            institutions,
        }
    }

    /// The place of a county, drawn by weight.
    pub fn draw(&self, rng: &mut impl Rng) -> usize {
        let total = self.sums.last().copied().unwrap_or(1);
        let at = rng.random_range(0..total);
        self.sums.partition_point(|sum| *sum <= at)
    }

    /// Who verifies what is verified on this level, in this county.
    pub fn institution(&self, server: Server, county: usize) -> usize {
        let city = self.counties.len() + self.counties[county].city;
        match server {
            Server::County => county,
            Server::City if self.cities > 0 => city,
            Server::Station if self.cities > 0 => city + self.cities,
            _ => self.institutions.len() - 1,
        }
    }

    /// The share of the whole region that an institution serves on this level.
    pub fn share(&self, institution: usize, server: Server) -> f64 {
        let total = f64::from(self.sums.last().copied().unwrap_or(1));
        let served = (0..self.counties.len())
            .filter(|county| self.institution(server, *county) == institution);
        served
            .map(|county| f64::from(self.counties[county].weight) / total)
            .sum()
    }
}

/// On which level a kind is verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Server {
    County,
    City,
    Station,
    Region,
}
