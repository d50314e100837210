//! Choosing from suggestions with the keyboard: the combobox of the ARIA authoring practices, where the
//! list only suggests and the text stays the user's.

/// A key that means something to the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// To the next suggestion.
    Down,
    /// To the one before.
    Up,
    /// Take the chosen suggestion, or send the form.
    Enter,
    /// Close the list.
    Escape,
    /// On to the next field.
    Tab,
}

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// What the browser does with it anyway.
    Default,
    /// Another suggestion is chosen, or none; nothing else happens.
    Chosen,
    /// Go to this suggestion.
    Go(usize),
    /// The list is closed. `swallowed`: the browser does nothing more.
    Closed {
        /// Whether the key has done its work.
        swallowed: bool,
    },
}

/// The state of a list of suggestions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picker {
    count: usize,
    chosen: Option<usize>,
    turn: u32,
}

impl Picker {
    /// The text has changed: what was asked before no longer matters. The number of this turn.
    pub fn typed(&mut self) -> u32 {
        self.chosen = None;
        self.turn = self.turn.wrapping_add(1);
        self.turn
    }

    /// Whether nothing has been typed or closed since that turn.
    pub const fn is_current(&self, turn: u32) -> bool {
        self.turn == turn
    }

    /// An answer has come, with `count` suggestions. False, and nothing changes, when it is stale.
    pub fn fill(&mut self, turn: u32, count: usize) -> bool {
        if !self.is_current(turn) {
            return false;
        }
        self.count = count;
        self.chosen = None;
        true
    }

    /// The list is closed; answers that are still under way will be stale.
    pub fn close(&mut self) {
        self.count = 0;
        self.typed();
    }

    /// Whether the list is shown.
    pub const fn is_open(&self) -> bool {
        self.count > 0
    }

    /// The chosen suggestion.
    pub const fn chosen(&self) -> Option<usize> {
        self.chosen
    }

    /// A key is pressed.
    pub fn press(&mut self, key: Key) -> Outcome {
        if !self.is_open() {
            return Outcome::Default;
        }
        match key {
            // Beyond either end lies the text itself, then the other end.
            Key::Down => {
                self.chosen = match self.chosen {
                    None => Some(0),
                    Some(at) if at + 1 < self.count => Some(at + 1),
                    Some(_) => None,
                };
                Outcome::Chosen
            }
            Key::Up => {
                self.chosen = match self.chosen {
                    None => Some(self.count - 1),
                    Some(0) => None,
                    Some(at) => Some(at - 1),
                };
                Outcome::Chosen
            }
            Key::Enter => {
                let chosen = self.chosen;
                self.close();
                chosen.map_or(Outcome::Closed { swallowed: false }, Outcome::Go)
            }
            Key::Escape => {
                self.close();
                Outcome::Closed { swallowed: true }
            }
            Key::Tab => {
                self.close();
                Outcome::Closed { swallowed: false }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn open(count: usize) -> Picker {
        let mut picker = Picker::default();
        let turn = picker.typed();
        assert!(picker.fill(turn, count));
        picker
    }

    #[test]
    fn up_and_down_go_round_through_the_text() {
        let mut picker = open(2);
        let mut walk = |key| {
            picker.press(key);
            picker.chosen()
        };
        assert_eq!(
            [walk(Key::Down), walk(Key::Down), walk(Key::Down)],
            [Some(0), Some(1), None]
        );
        assert_eq!(
            [walk(Key::Up), walk(Key::Up), walk(Key::Up)],
            [Some(1), Some(0), None]
        );
    }

    #[test]
    fn enter_without_a_choice_sends_the_form() {
        assert_eq!(
            open(3).press(Key::Enter),
            Outcome::Closed { swallowed: false }
        );
        assert_eq!(Picker::default().press(Key::Enter), Outcome::Default);
        let mut picker = open(3);
        picker.press(Key::Up);
        assert_eq!(picker.press(Key::Enter), Outcome::Go(2));
        assert!(!picker.is_open());
    }

    #[test]
    fn escape_closes_first_and_clears_only_then() {
        let mut picker = open(1);
        assert_eq!(
            picker.press(Key::Escape),
            Outcome::Closed { swallowed: true }
        );
        assert_eq!(picker.press(Key::Escape), Outcome::Default);
    }

    #[test]
    fn a_late_answer_opens_nothing() {
        let mut picker = Picker::default();
        let first = picker.typed();
        let second = picker.typed();
        assert!(!picker.fill(first, 8));
        assert!(picker.fill(second, 2));
        picker.close();
        assert!(
            !picker.fill(second, 8),
            "closed while the answer was under way"
        );
        assert!(!picker.is_open());
    }

    proptest! {
        #[test]
        fn the_choice_is_always_one_of_those_shown(keys in prop::collection::vec(0u8..7, 0..60), count in 0usize..9) {
            let mut picker = Picker::default();
            for key in keys {
                let outcome = match key {
                    0 | 1 => picker.press(Key::Down),
                    2 => picker.press(Key::Up),
                    3 => picker.press(Key::Enter),
                    4 => picker.press(Key::Escape),
                    5 => picker.press(Key::Tab),
                    _ => { let turn = picker.typed(); picker.fill(turn, count); Outcome::Default }
                };
                if let Outcome::Go(at) = outcome {
                    prop_assert!(at < count);
                }
                prop_assert!(picker.chosen().is_none_or(|at| picker.is_open() && at < count));
            }
        }
    }
}
