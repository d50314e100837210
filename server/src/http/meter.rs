//! Counters and times by route, looked up once: the recorder builds and hashes a key at every mention.

use std::{
    collections::HashMap,
    sync::{PoisonError, RwLock},
};

use metrics::{Counter, Histogram};

/// The meters of a server.
#[derive(Default)]
pub struct Meters(RwLock<HashMap<String, Route>>);

struct Route {
    seconds: Histogram,
    answers: HashMap<u16, Counter>,
}

impl Meters {
    /// Counts an answer of a route. Routes are the patterns of the router, so they are few.
    pub fn count(&self, route: &str, status: u16, seconds: f64) {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(meters) = known.get(route)
            && let Some(answers) = meters.answers.get(&status)
        {
            answers.increment(1);
            meters.seconds.record(seconds);
            return;
        }
        drop(known);
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let meters = known.entry(route.to_owned()).or_insert_with(|| Route {
            seconds: metrics::histogram!("chengxing_request_seconds", "route" => route.to_owned()),
            answers: HashMap::new(),
        });
        meters.seconds.record(seconds);
        meters
            .answers
            .entry(status)
            .or_insert_with(|| {
                metrics::counter!("chengxing_requests_total", "route" => route.to_owned(), "status" => status.to_string())
            })
            .increment(1);
    }
}
