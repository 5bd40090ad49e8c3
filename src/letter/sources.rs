//! What a letter rests on.

use crate::case::{Case, Standing};
use crate::texts::Texts;
use crate::texts::controller::Setting;
use crate::texts::ground::Ground;
use crate::texts::origin::Sourced;

/// Where the facts come from that a letter states and the advice beside it: who the controller is
/// and how it is reached, what is objected to, which consents go with it, the grounds, the authority
/// at home, and for a member the switch to begin with.
pub fn sources<'t>(case: &Case, texts: &'t Texts) -> Vec<&'t Sourced> {
    let Some(controller) = texts.controller(&case.controller) else { return Vec::new() };
    let objection = &case.objection;
    let had_account = case.account.standing != Standing::NonMember;
    let chosen = |id: &String| objection.purposes.contains(id);
    let switch = controller
        .switch(&objection.purposes)
        .filter(|_| case.account.standing == Standing::Member);
    let home = texts.authority_at_home(&case.sender.country, case.sender.region.as_deref());
    let grounds = objection.grounds.iter().filter_map(|given| texts.ground(&given.id));
    [&controller.origin, &home.origin]
        .into_iter()
        .chain(controller.channels.iter().map(|channel| &channel.origin))
        .chain(switch.into_iter().flat_map(Setting::origins))
        .chain(controller.purposes.iter().filter(|p| chosen(&p.id)).map(|p| &p.origin))
        .chain(controller.withdrawn(&objection.purposes, had_account).map(|c| &c.origin))
        .chain(grounds.flat_map(Ground::origins))
        .collect()
}
