use std::borrow::Cow;
use std::collections::HashMap;

use muster_domain::{Field, ScoreId};
use muster_store::contacts::Contact;
use muster_store::figures::Figures;
use muster_store::{Db, StoreError, fields, personas, scores};

/// A column of a file of contacts.
#[derive(Debug, Clone)]
pub enum Column {
    /// A field.
    Field(Field),
    /// The points in a score, with the score's name.
    Score(ScoreId, String),
    /// The persona, with the names of all.
    Persona(HashMap<i64, String>),
}

impl Column {
    /// The columns with these names: a field's, `persona`, or `score:` and a score's id. All fields and what there is of scores
    /// and personas when `names` is `None`. The name that nothing has, when there is one.
    pub async fn named(db: &Db, names: Option<&[String]>) -> Result<Result<Vec<Self>, String>, StoreError> {
        let (fields, scores) = (fields::all(db).await?, scores::all(db).await?);
        let personas: HashMap<i64, String> = personas::rules(db)
            .await?
            .into_iter()
            .map(|persona| (persona.persona_id, persona.name))
            .collect();
        let score = |id: i64| {
            let found = scores.iter().find(|score| score.score_id == id)?;
            Some(Self::Score(ScoreId(id), found.name.clone()))
        };
        let Some(names) = names else {
            let persona = (!personas.is_empty()).then_some(Self::Persona(personas));
            let scores = scores.iter().filter_map(|one| score(one.score_id));
            return Ok(Ok(fields.all().map(Self::Field).chain(persona).chain(scores).collect()));
        };
        let column = |name: &String| match (name.as_str(), name.strip_prefix("score:")) {
            ("persona", _) => Some(Self::Persona(personas.clone())),
            (_, Some(id)) => score(id.parse().ok()?),
            _ => fields.named(name).map(Self::Field),
        };
        Ok(names.iter().map(|name| column(name).ok_or_else(|| name.clone())).collect())
    }

    /// What stands over it. An import of the file takes a field for what it is, and the others for nothing it knows.
    pub fn header(&self) -> Cow<'_, str> {
        match self {
            Self::Field(field) => field.name().into(),
            Self::Score(_, name) => format!("Score: {name}").into(),
            Self::Persona(_) => "Persona".into(),
        }
    }

    /// What a contact has in it.
    pub fn cell<'a>(&'a self, contact: &'a Contact, figures: &Figures) -> Cow<'a, str> {
        match self {
            Self::Field(field) => contact.value(field).into(),
            Self::Score(score, _) => figures.points(contact.contact_id, *score).to_string().into(),
            Self::Persona(names) => {
                let persona = figures.persona(contact.contact_id);
                persona.and_then(|persona| names.get(&persona.persona_id)).map_or("", String::as_str).into()
            }
        }
    }

    /// True for what is no field, but comes from [`Figures`].
    pub fn is_figure(&self) -> bool {
        !matches!(self, Self::Field(_))
    }
}
