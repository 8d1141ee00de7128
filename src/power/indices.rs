/// A number that is exact, or estimated by sampling.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Value {
    /// The number, or its estimate.
    pub value: f64,
    /// The standard error of the estimate; `None` where it is exact.
    pub std_error: Option<f64>,
}

impl Value {
    /// A number that is known.
    pub(super) fn exact(value: f64) -> Self {
        Value { value, std_error: None }
    }

    /// A share that is known, if there are any cases.
    pub(super) fn share(cases: u128, of: u128) -> Option<Self> {
        (of > 0).then(|| Value::exact(cases as f64 / of as f64))
    }
}

/// What a rule says before any preference is known.
#[derive(Debug, Clone, PartialEq)]
pub struct RulePower {
    /// The game in which every member either supports or objects.
    pub binary: GamePower,
    /// The game in which a member may also acquiesce, where that is neither the same as supporting nor
    /// the same as objecting: a *ternary voting game* (Felsenthal & Machover 1997, 1998 ch. 8).
    pub ternary: Option<GamePower>,
}

/// Power in one game. A *configuration* says what each member answers; in the binary game it is a
/// coalition, of those who support.
///
/// - Coleman (1971), Control of collectivities and the power of a collectivity to act.
/// - Felsenthal & Machover (1998), The measurement of voting power.
#[derive(Debug, Clone, PartialEq)]
pub struct GamePower {
    /// The number of configurations that are adopted.
    pub winning: Value,
    /// The number of configurations: 2^n or 3^n.
    pub total: Value,
    /// Coleman's power of the collectivity to act, winning / total: the probability of adoption when all
    /// configurations are equally likely.
    pub act: Value,
    /// By seat.
    pub members: Vec<MemberPower>,
}

/// One member's power. What has no cases is absent.
///
/// A member *swings* a configuration of the others if their answers leave the outcome to it: adopted
/// when it supports, not adopted when it objects. In the binary game `prevent` and `initiate` are proportional to its
/// swings. In the ternary game they are Coleman's definitions read with three answers: a member that
/// acquiesces may prevent what is adopted by objecting, and bring about what fails by supporting.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MemberPower {
    /// Coleman's (1971) power to prevent action: the share of adopted configurations that would fail if this
    /// member objected. Absent if nothing is ever adopted.
    pub prevent: Option<Value>,
    /// Coleman's (1971) power to initiate action: the share of failing configurations that would be adopted
    /// if this member supported. Absent if everything is always adopted.
    pub initiate: Option<Value>,
    /// The Penrose or absolute Banzhaf measure (Penrose 1946; Banzhaf 1965; Dubey & Shapley 1979): the
    /// share of the 2^(n−1) configurations of the others that it swings. In the ternary game, of the 3^(n−1)
    /// (Felsenthal & Machover 1997): each of them has exactly one step, from objecting to acquiescing
    /// or from there to supporting, at which the outcome changes.
    pub banzhaf_absolute: Value,
    /// The Banzhaf index: its share of all members' swings. Absent if nobody swings anything.
    pub banzhaf: Option<Value>,
    /// The Shapley–Shubik index (1954): the share of orders in which it is the one whose support, added to that
    /// of those before it, first meets the rule. Binary game only; absent if nobody swings anything.
    pub shapley_shubik: Option<Value>,
}
