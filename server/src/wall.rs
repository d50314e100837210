//! The one place that reads the clock and the system's randomness.

use std::time::{SystemTime, UNIX_EPOCH};

use chengxing_metrology::{Date, clock};

/// A clock. It tells the system's time, shifted when a test pretends another day.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clock {
    shift: i64,
}

impl Clock {
    /// A clock on which it is now `at` seconds since the epoch, and which goes on from there.
    pub fn beginning_at(at: i64) -> Self {
        Self {
            shift: at - system(),
        }
    }

    /// Seconds since the epoch.
    pub fn now(self) -> i64 {
        system() + self.shift
    }

    /// Today in Asia/Shanghai.
    pub fn today(self) -> Date {
        clock::shanghai_date(self.now())
    }

    /// Seconds until midnight in Shanghai, 1 to 86,400.
    pub fn until_midnight(self) -> i64 {
        let now = self.now();
        let tomorrow = self.today().tomorrow().unwrap_or(Date::MAX);
        (clock::shanghai_midnight(tomorrow) - now).clamp(1, 86_400)
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place that reads the clock"
)]
fn system() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |d| d.as_secs() as i64)
}

/// Fills `bytes` from the system's generator.
///
/// Without randomness no code and no salt may be made, so a failure ends the process.
#[expect(
    clippy::expect_used,
    reason = "a system without randomness must not hand out codes"
)]
pub fn random(bytes: &mut [u8]) {
    getrandom::fill(bytes).expect("the system gives random bytes");
}
