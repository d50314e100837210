//! Which column of this very file is which field.

use std::collections::{HashMap, hash_map::Entry};

use chengxing_metrology::fold;

use crate::{Field, IntakeError, Kind, Mapping, line::Line, mapping::key};

/// The columns of each field, in the mapping's order of preference.
#[derive(Clone, Debug, Default)]
pub(crate) struct Layout {
    pub headings: Vec<String>,
    columns: HashMap<Field, Vec<usize>>,
}

impl Layout {
    /// How many wanted headings stand in `line`.
    pub fn score(line: &Line, kind: Kind, mapping: &Mapping) -> usize {
        let seen: Vec<String> = line.cells().iter().map(|c| key(&c.text)).collect();
        let wanted = |field: &Field| {
            mapping
                .rule(kind, *field)
                .is_some_and(|rule| rule.columns.iter().any(|c| seen.contains(&key(c))))
        };
        Field::of(kind).iter().filter(|f| wanted(f)).count()
    }

    /// The layout under the heading in `line`, or what is missing.
    pub fn of_heading(line: &Line, kind: Kind, mapping: &Mapping) -> Result<Self, IntakeError> {
        let headings: Vec<String> = line.cells().iter().map(|c| fold::tidy(&c.text)).collect();
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut doubles = HashMap::new();
        for (place, heading) in headings.iter().enumerate().filter(|(_, h)| !h.is_empty()) {
            let key = key(heading);
            match places.entry(key) {
                Entry::Occupied(first) => {
                    doubles.insert(first.key().clone(), heading.clone());
                }
                Entry::Vacant(free) => {
                    free.insert(place);
                }
            }
        }
        let layout = Self::resolve(headings, &places, kind, mapping);
        let missing: Vec<String> = Field::required(kind)
            .iter()
            .filter(|f| {
                !layout.columns.contains_key(f)
                    && !mapping
                        .rule(kind, **f)
                        .is_some_and(super::mapping::Rule::needs_no_column)
            })
            .map(|f| {
                let names = mapping.rule(kind, *f).map(|r| {
                    r.columns
                        .iter()
                        .take(6)
                        .cloned()
                        .collect::<Vec<_>>()
                        .join("、")
                });
                match names.filter(|n| !n.is_empty()) {
                    Some(names) => format!("{}（可写作：{names}）", f.zh()),
                    None => format!("{}（对照文件没有说是哪一列：{}）", f.zh(), f.id()),
                }
            })
            .collect();
        if !missing.is_empty() {
            return Err(IntakeError::Headings {
                line: line.number,
                missing,
                seen: layout.headings,
            });
        }
        for place in layout.columns.values().flatten() {
            if let Some(heading) = doubles.remove(&key(&layout.headings[*place])) {
                return Err(IntakeError::DoubleHeading {
                    line: line.number,
                    heading,
                });
            }
        }
        Ok(layout)
    }

    /// The layout of rows that name their columns themselves.
    pub fn of_paths(paths: &[String], kind: Kind, mapping: &Mapping) -> Self {
        let places = paths
            .iter()
            .enumerate()
            .rev()
            .map(|(place, path)| (key(path), place))
            .collect();
        Self::resolve(paths.to_vec(), &places, kind, mapping)
    }

    fn resolve(
        headings: Vec<String>,
        places: &HashMap<String, usize>,
        kind: Kind,
        mapping: &Mapping,
    ) -> Self {
        let mut columns = HashMap::new();
        for field in Field::of(kind) {
            let Some(rule) = mapping.rule(kind, field).filter(|r| r.value.is_none()) else {
                continue;
            };
            let mut found: Vec<usize> = Vec::new();
            for place in rule.columns.iter().filter_map(|c| places.get(&key(c))) {
                if !found.contains(place) {
                    found.push(*place);
                }
            }
            if !found.is_empty() {
                columns.insert(field, found);
            }
        }
        Self { headings, columns }
    }

    pub fn columns(&self, field: Field) -> &[usize] {
        self.columns.get(&field).map_or(&[], Vec::as_slice)
    }

    /// The heading under which the field stands, or its name.
    pub fn heading(&self, field: Field) -> String {
        match self
            .columns(field)
            .first()
            .and_then(|c| self.headings.get(*c))
        {
            Some(heading) => heading.clone(),
            None => field.zh().to_owned(),
        }
    }
}
