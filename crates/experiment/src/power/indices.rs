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

    /// A share that is known, if there are any cases; not more than all of them by rounding.
    fn share(cases: f64, of: f64) -> Option<Self> {
        (of > 0.0).then(|| Value::exact((cases / of).min(1.0)))
    }
}

/// What is counted in one game: whole numbers, exact up to 2^53 and then to within rounding.
#[derive(Debug, Clone)]
pub(super) struct Counts {
    /// The configurations that are adopted, those that are not, and both.
    pub(super) winning: f64,
    pub(super) losing: f64,
    pub(super) total: f64,
    /// How many configurations the others have.
    pub(super) others: f64,
    /// By seat.
    pub(super) members: Vec<MemberCounts>,
}

/// Of one member: the configurations of the others in which it matters
#[derive(Debug, Clone, Copy)]
pub(super) struct MemberCounts {
    /// whether it supports or objects,
    pub(super) swings: f64,
    /// in a game of three answers whether it supports or acquiesces,
    pub(super) support_acquiesce: f64,
    /// and whether it acquiesces or objects.
    pub(super) acquiesce_object: f64,
    /// The Shapley–Shubik index, where it is told.
    pub(super) shapley_shubik: Option<Value>,
}

impl MemberCounts {
    /// In a game of yes and no.
    pub(super) fn of_swings(swings: f64) -> Self {
        MemberCounts { swings, support_acquiesce: 0.0, acquiesce_object: 0.0, shapley_shubik: None }
    }

    /// In a game of three answers.
    pub(super) fn of_steps(support_acquiesce: f64, acquiesce_object: f64) -> Self {
        let swings = support_acquiesce + acquiesce_object;
        MemberCounts { swings, support_acquiesce, acquiesce_object, shapley_shubik: None }
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

impl Counts {
    /// Whether acquiescence is neither support nor objection: to read it as either changes some outcome. If that changed
    /// none in one member's place, whatever the others answer, it would change none in all places together.
    pub(super) fn distinguish_abstention(&self) -> bool {
        let some = |count: fn(&MemberCounts) -> f64| self.members.iter().any(|member| count(member) > 0.0);
        some(|member| member.support_acquiesce) && some(|member| member.acquiesce_object)
    }
}

impl GamePower {
    /// The indices that these counts make. What a member could prevent it supports or acquiesces in; what it could initiate
    /// it objects to or acquiesces in.
    pub(super) fn counted(counts: &Counts) -> Self {
        let all_swings: f64 = counts.members.iter().map(|member| member.swings).sum();
        let member = |member: &MemberCounts| MemberPower {
            prevent: Value::share(member.swings + member.acquiesce_object, counts.winning),
            initiate: Value::share(member.swings + member.support_acquiesce, counts.losing),
            banzhaf_absolute: Value::exact(member.swings / counts.others),
            banzhaf: Value::share(member.swings, all_swings),
            shapley_shubik: member.shapley_shubik.filter(|_| all_swings > 0.0),
        };
        GamePower {
            winning: Value::exact(counts.winning),
            total: Value::exact(counts.total),
            act: Value::exact(counts.winning / counts.total),
            members: counts.members.iter().map(member).collect(),
        }
    }
}
