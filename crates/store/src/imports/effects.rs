//! What imports did, or would do, to groups, scores and personas.

use muster_domain::{GroupId, ImportId, PersonaId, ScoreId};
use sqlx::FromRow;

use crate::derived::{groups, personas, scores};
use crate::happened::Effects;
use crate::{Db, Sql, StoreError, Tx};

/// What an import does, by the names of what it does that to.
#[derive(Debug, Clone, Default)]
pub struct ImportEffects {
    /// To groups, by their names.
    pub groups: Vec<GroupEffect>,
    /// To scores, by their names.
    pub scores: Vec<ScoreEffect>,
    /// To personas, in their order; having none comes last.
    pub personas: Vec<PersonaEffect>,
}

/// What an import does to a group.
#[derive(Debug, Clone, FromRow)]
pub struct GroupEffect {
    /// The group.
    pub group_id: i64,
    /// Its name.
    pub name: String,
    /// How many contacts enter it.
    pub entered: i64,
    /// How many leave.
    pub gone: i64,
}

/// How many contacts reach the limit of a score by an import.
#[derive(Debug, Clone, FromRow)]
pub struct ScoreEffect {
    /// The score.
    pub score_id: i64,
    /// Its name.
    pub name: String,
    /// How many contacts.
    pub crossed: i64,
}

/// How many contacts get and lose a persona by an import.
#[derive(Debug, Clone, FromRow)]
pub struct PersonaEffect {
    /// The persona; 0 for none.
    pub persona_id: i64,
    /// Its name; `None` for none.
    pub name: Option<String>,
    /// How many contacts get it.
    pub entered: i64,
    /// How many lose it.
    pub gone: i64,
}

/// What an import has done.
pub async fn of(db: &Db, id: ImportId) -> Result<ImportEffects, StoreError> {
    let groups = Sql::new(
        "select e.group_id, g.name, e.entered, e.gone from import_effects e
         join contact_groups g on g.group_id = e.group_id where e.import_id = $1 order by g.name_key",
    );
    let scores = Sql::new(
        "select e.score_id, s.name, e.crossed from import_score_effects e
         join scores s on s.score_id = e.score_id where e.import_id = $1 order by s.name_key",
    );
    let personas = Sql::new(
        "select e.persona_id, p.name, e.entered, e.gone from import_persona_effects e
         left join personas p on p.persona_id = e.persona_id
         where e.import_id = $1 and (e.persona_id = 0 or p.name is not null)
         order by case when e.persona_id = 0 then 1 else 0 end, p.position",
    );
    Ok(ImportEffects {
        groups: db.fetch_all(groups.bind(id.0)).await?,
        scores: db.fetch_all(scores.bind(id.0)).await?,
        personas: db.fetch_all(personas.bind(id.0)).await?,
    })
}

/// Names what a dry run foresees; what has been deleted meanwhile is left out.
pub async fn named(db: &Db, foreseen: &Effects) -> Result<ImportEffects, StoreError> {
    let names = groups::names(db, foreseen.groups.keys().map(|id| id.0).collect()).await?;
    let group = |(id, &(entered, gone)): (&GroupId, &(i64, i64))| {
        let name = names.get(&id.0)?.clone();
        Some(GroupEffect { group_id: id.0, name, entered, gone })
    };
    let mut found: Vec<GroupEffect> = foreseen.groups.iter().filter_map(group).collect();
    found.sort_by_key(|effect| effect.name.to_lowercase());
    let mut effects = ImportEffects { groups: found, ..ImportEffects::default() };
    for score in scores::all(db).await? {
        if let Some(&crossed) = foreseen.crossed.get(&ScoreId(score.score_id)) {
            effects.scores.push(ScoreEffect { score_id: score.score_id, name: score.name, crossed });
        }
    }
    for persona in personas::rules(db).await? {
        if let Some(&(entered, gone)) = foreseen.personas.get(&Some(PersonaId(persona.persona_id))) {
            let personas::PersonaRow { persona_id, name, .. } = persona;
            effects.personas.push(PersonaEffect { persona_id, name: Some(name), entered, gone });
        }
    }
    if let Some(&(entered, gone)) = foreseen.personas.get(&None) {
        effects.personas.push(PersonaEffect { persona_id: 0, name: None, entered, gone });
    }
    Ok(effects)
}

/// Adds to what an import did.
pub async fn add(tx: &mut Tx, id: ImportId, effects: &Effects) -> Result<(), StoreError> {
    for (group, (entered, left)) in &effects.groups {
        let sql = Sql::new(
            "insert into import_effects (import_id, group_id, entered, gone) values ($1, $2, $3, $4)
             on conflict (import_id, group_id)
             do update set entered = import_effects.entered + excluded.entered, gone = import_effects.gone + excluded.gone",
        );
        tx.execute(sql.bind(id.0).bind(group.0).bind(*entered).bind(*left)).await?;
    }
    for (score, crossed) in &effects.crossed {
        let sql = Sql::new(
            "insert into import_score_effects (import_id, score_id, crossed) values ($1, $2, $3)
             on conflict (import_id, score_id) do update set crossed = import_score_effects.crossed + excluded.crossed",
        );
        tx.execute(sql.bind(id.0).bind(score.0).bind(*crossed)).await?;
    }
    for (persona, (entered, left)) in &effects.personas {
        let sql = Sql::new(
            "insert into import_persona_effects (import_id, persona_id, entered, gone) values ($1, $2, $3, $4)
             on conflict (import_id, persona_id) do update set entered = import_persona_effects.entered + excluded.entered,
                 gone = import_persona_effects.gone + excluded.gone",
        );
        let persona = persona.map_or(0, |id| id.0);
        tx.execute(sql.bind(id.0).bind(persona).bind(*entered).bind(*left)).await?;
    }
    Ok(())
}
