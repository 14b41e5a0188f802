use super::*;
use crate::{CustomField, FieldKind, header_signature};

fn names(header: &str) -> Vec<String> {
    header.split(',').map(str::to_owned).collect()
}

fn suggested(header: &str) -> String {
    let found = suggest(&Fields::default(), &names(header), &[], None);
    found.iter().map(|s| s.field.as_ref().map_or("-", Field::name)).collect::<Vec<_>>().join(",")
}

#[test]
fn headers_of_real_exports_are_recognised() {
    assert_eq!(suggested("FirstName,LastName,Email"), "first_name,last_name,email");
    assert_eq!(
        suggested("First Name,Last Name,URL,Email Address,Company,Position,Connected On"),
        "first_name,last_name,website,email,company,job_title,-"
    );
    assert_eq!(
        suggested(
            "Salutation,First Name,Last Name,Title,Account Name,Mailing Street,Mailing City,Mailing State/Province,Mailing Zip/Postal Code,Mailing Country,Phone,Fax,Mobile,Email,Account Owner"
        ),
        "salutation,first_name,last_name,job_title,company,address1,city,state,zip,country,business_phone,-,mobile_phone,email,owner"
    );
    assert_eq!(suggested("Title,Job Title,E-mail Address,E-mail 2 Address"), "salutation,job_title,email,-");
    assert_eq!(
        suggested("Vorname,Nachname,E-Mail-Adresse,Straße,PLZ,Ort"),
        "first_name,last_name,email,address1,zip,city"
    );
    assert_eq!(
        suggested("Person - Name,Person - Email - Work,Person - Phone - Mobile"),
        "-,email,mobile_phone"
    );
}

#[test]
fn every_field_name_maps_to_itself() {
    let header = Field::all().map(|field| field.name().to_owned()).collect::<Vec<_>>().join(",");
    assert_eq!(suggested(&header), header);
}

#[test]
fn a_field_is_suggested_once_and_the_surest_name_wins() {
    assert_eq!(suggested("Mail,Email,email"), "-,email,-");
}

#[test]
fn an_address_column_without_a_telling_name_is_found_by_its_values() {
    let samples = vec![vec!["Ann".into()], vec!["a@b.de".into(), String::new(), "c@d.de".into()]];
    let found = suggest(&Fields::default(), &names("Who?,How do we reach you?"), &samples, None);
    assert_eq!(found[1].field, Some(Field::EMAIL));
}

#[test]
fn the_columns_of_an_error_file_are_ignored_and_its_mapping_is_remembered() {
    let original = names("Kontakt,Wer");
    let error_file = names("Muster row,Muster reason,Muster remedy,Kontakt,Wer");
    assert_eq!(header_signature(&original), header_signature(&error_file));
    assert_ne!(header_signature(&original), header_signature(&names("Wer,Kontakt")));
    let remembered = [Some("email".into()), None];
    let found = suggest(&Fields::default(), &error_file, &[], Some(&remembered));
    assert!(found[..3].iter().all(|s| s.own && s.field.is_none()));
    assert_eq!(found[3].field, Some(Field::EMAIL));
    assert_eq!(found[4].field, None);
}

/// Suggestions for a table with `;` between its cells, the header first.
fn of_table(fields: &Fields, table: &[&str]) -> Vec<Suggestion> {
    let rows: Vec<Vec<String>> =
        table.iter().map(|row| row.split(';').map(str::to_owned).collect()).collect();
    let samples: Vec<Vec<String>> =
        (0..rows[0].len()).map(|column| rows[1..].iter().map(|row| row[column].clone()).collect()).collect();
    suggest(fields, &rows[0], &samples, None)
}

fn by_values(table: &[&str]) -> String {
    let found = of_table(&Fields::default(), table);
    let words = found.iter().map(|it| match &it.field {
        Some(field) => field.name(),
        None if it.full_name => "(full name)",
        None => "-",
    });
    words.collect::<Vec<_>>().join(";")
}

#[test]
fn values_that_contradict_a_name_win() {
    for (table, fields) in [
        (&["E-Mail;E-Mail-Adresse", "ja;ann@x.de", "nein;bo@x.de"][..], "-;email"),
        (&["E-Mail;Kontakt", "ja;ann@x.de"], "-;email"),
        (&["Email;Newsletter", "ann@x.de;ja"], "email;-"),
        (&["E-Mail;Country Code;Country", "a@x.de;+49;Germany"], "email;-;country"),
        (&["E-Mail;Country Code", "a@x.de;+49", "b@x.de;+43"], "email;-"),
        (&["E-Mail;Country Code", "a@x.de;DE", "b@x.de;AT"], "email;country"),
        (&["E-Mail;state", "a@x.de;active"], "email;status"),
        (&["E-Mail;state;Status", "a@x.de;active;new"], "email;-;status"),
        (&["E-Mail;state", "a@x.de;NY"], "email;state"),
        (&["E-Mail;Position", "a@x.de;1", "b@x.de;2", "c@x.de;3"], "email;-"),
        (&["E-Mail;Position", "a@x.de;CEO"], "email;job_title"),
        (&["E-Mail;Company", "a@x.de;yes", "b@x.de;no"], "email;-"),
        (&["E-Mail;Company;Firma", "a@x.de;yes;ACME", "b@x.de;no;Berg"], "email;-;company"),
        (&["E-Mail;PLZ;Postleitzahl", "a@x.de;Ulm;89073", "b@x.de;Bonn;53111"], "email;-;zip"),
        (&["E-Mail;Website", "a@x.de;none", "b@x.de;Facebook"], "email;-"),
        (&["E-Mail;Gender", "a@x.de;nice", "b@x.de;tall", "c@x.de;red"], "email;-"),
        (&["E-Mail;Birthday", "a@x.de;yes", "b@x.de;no", "c@x.de;never"], "email;-"),
        (&["E-Mail;Mobile", "a@x.de;yes", "b@x.de;no"], "email;-"),
        (&["Name;City", "ann@x.de;Ulm", "bo@x.de;Rom"], "email;city"),
        (&["E-Mail;Phone", "+49 30 1234567;ann@x.de", "+49 30 7654321;bo@x.de"], "business_phone;email"),
    ] {
        assert_eq!(by_values(table), fields, "{table:?}");
    }
}

#[test]
fn a_contradiction_is_told_in_words() {
    let found = of_table(&Fields::default(), &["E-Mail;Country Code", "a@x.de;+49"]);
    assert_eq!(found[1].why.as_deref(), Some("called \"Country Code\", but its values are telephone codes"));
    let found = of_table(&Fields::default(), &["E-Mail;state", "a@x.de;active"]);
    assert_eq!(found[1].why.as_deref(), Some("called \"state\", but its values are words for a status"));
}

#[test]
fn columns_about_addresses_are_no_address() {
    for name in [
        "Opt-out",
        "Newsletter",
        "Email Opt Out",
        "E-Mail-Status",
        "Bounced",
        "Email consent",
        "EMAIL_BLACKLISTED",
    ] {
        for value in ["yes", "0", "2024-01-01", "bounced", ""] {
            let rows = [format!("{name};Contact me"), format!("{value};ann@x.de")];
            assert_eq!(by_values(&[&rows[0], &rows[1]]), "-;email", "{name} {value}");
        }
    }
}

#[test]
fn addresses_of_other_people_are_not_the_contacts() {
    let table = ["Contact Owner;Reach", "boss@x.de;ann@x.de", "boss@x.de;bo@x.de", "boss@x.de;"];
    assert_eq!(by_values(&table), "owner;email");
    let table = ["Sold by;Reach", "boss@x.de;ann@x.de", "boss@x.de;bo@x.de", "boss@x.de;"];
    assert_eq!(by_values(&table), "-;email");
}

#[test]
fn a_name_stays_where_nothing_better_is_there() {
    assert_eq!(by_values(&["E-Mail;Ort", "nobody;Ulm"]), "email;city");
    assert_eq!(by_values(&["E-Mail;Ort", "nora(at)x.de;Ulm", "x;Ulm", "y;Ulm"]), "email;city");
    assert_eq!(by_values(&["E-Mail;Ort", ";Ulm"]), "email;city");
    assert_eq!(by_values(&["E-Mail;Birthday", "a@x.de;not a date"]), "email;birthday", "told by the import");
    assert_eq!(by_values(&["E-Mail;Ort", "ja;Ulm", "nein;Ulm", "ja;Ulm"]), "-;city");
}

#[test]
fn the_column_with_most_addresses_loses_nobody() {
    let table = ["Email;Work Email", "a@x.de;a@y.de", ";b@y.de", ";c@y.de"];
    assert_eq!(by_values(&table), "-;email");
    let table = ["Email;Work Email", "a@x.de;a@y.de", "b@x.de;", ";c@y.de"];
    assert_eq!(by_values(&table), "email;-");
}

#[test]
fn titles_are_what_their_values_are() {
    for (table, fields) in [
        (&["Email;Title", "a@x.de;Mr", "b@x.de;Ms", "c@x.de;Dr."][..], "email;salutation"),
        (&["Email;Title", "a@x.de;CEO", "b@x.de;Head of Sales"], "email;job_title"),
        (&["Email;Title;Job Title", "a@x.de;Mrs;CEO"], "email;salutation;job_title"),
        (&["Email;Title;Job Title", "a@x.de;CEO;CEO"], "email;-;job_title"),
        (&["Email;Titel", "a@x.de;Dr.", "b@x.de;Prof. Dr."], "email;title_before"),
        (&["Email;Titel", "a@x.de;Herr", "b@x.de;Frau"], "email;salutation"),
        (&["Email;Titel", "a@x.de;Leiter Einkauf", "b@x.de;Vertrieb"], "email;job_title"),
        (&["Email;Name Prefix", "a@x.de;Dr."], "email;title_before"),
        (&["Email;Title", "a@x.de;1", "b@x.de;2"], "email;-"),
    ] {
        assert_eq!(by_values(table), fields, "{table:?}");
    }
}

#[test]
fn names_are_whole_or_a_part() {
    for (table, fields) in [
        (&["Email;Name", "a@x.de;Anna Berg", "b@x.de;Bo Ek"][..], "email;(full name)"),
        (&["Email;Full Name", "a@x.de;Berg, Anna", "b@x.de;?"], "email;(full name)"),
        (&["Email;Name", "a@x.de;ACME GmbH", "b@x.de;Ulm 1846 e.V."], "email;-"),
        (&["Email;Vorname;Name", "a@x.de;Anna;Berg"], "email;first_name;last_name"),
        (&["Email;First Name;Name", "a@x.de;Anna;Anna Berg", "b@x.de;Bo;Bo Ek"], "email;first_name;-"),
        (&["Email;First Name;Last Name;Name", "a@x.de;Anna;Berg;Anna Berg"], "email;first_name;last_name;-"),
        (&["Email;Nombre", "a@x.de;Ana Ruiz", "b@x.de;Luis Vega"], "email;(full name)"),
        (
            &["Email;Nombre;Apellidos", "a@x.de;Ana María;Ruiz", "b@x.de;Luis;Vega"],
            "email;first_name;last_name",
        ),
        (&["Email;Nombre", "a@x.de;Ana", "b@x.de;Luis"], "email;first_name"),
        (&["Email;Name", "a@x.de;", "b@x.de;"], "email;-"),
    ] {
        assert_eq!(by_values(table), fields, "{table:?}");
    }
}

#[test]
fn an_address_is_one_block() {
    let outlook = "Email;Business Street;Business City;Business Postal Code;Home Street;Home City;Home Postal Code;Home Country/Region";
    let business = "email;address1;city;zip;-;-;-;-";
    let home = "email;-;-;-;address1;city;zip;country";
    for (rows, fields) in [
        (&["a@x.de;;;;Weg 1;Ulm;89073;DE"][..], home),
        (&["a@x.de;Weg 1;Ulm;89073;;;;"], business),
        (&["a@x.de;Weg 1;Ulm;89073;;Rom;;", "b@x.de;;;;;;;IT"], business),
        (&["a@x.de;;Ulm;;Weg 1;;89073;", "b@x.de;;;;Weg 2;;;"], home),
        (&["a@x.de;Weg 1;Ulm;89073;Weg 2;Rom;00100;"], business),
        (&["a@x.de;;;;;;;"], business),
    ] {
        assert_eq!(by_values(&[&[outlook], rows].concat()), fields, "{rows:?}");
    }
    let crm = [
        "Email;Other Street;Other City;Mailing City;Mailing Country;Mailing Street",
        "a@x.de;;;Ulm;DE;Weg 1",
    ];
    assert_eq!(by_values(&crm), "email;-;-;city;country;address1");
    let google = [
        "E-mail 1 - Value;Address 1 - Street;Address 1 - City;Address 2 - Street;Address 2 - City",
        "a@x.de;;;Weg 1;Ulm",
    ];
    assert_eq!(by_values(&google), "email;-;-;address1;city");
}

#[test]
fn a_country_without_a_block_may_stand_beside_one() {
    let table = ["Email;Country;Business Street;Business City", "a@x.de;Italy;Via 1;Rom", "b@x.de;Italy;;"];
    assert_eq!(by_values(&table), "email;country;address1;city");
    let table = ["Email;Street;City;Business Country", "a@x.de;Via 1;Rom;Italy"];
    assert_eq!(by_values(&table), "email;address1;city;-");
}

#[test]
fn the_place_of_a_computer_is_no_address() {
    let table = ["Email Address;GMTOFF;CC;REGION", "a@x.de;1;DE;BY"];
    assert_eq!(by_values(&table), "email;-;-;-");
}

#[test]
fn the_label_decides_what_a_telephone_is() {
    let google = "E-mail 1 - Value;Phone 1 - Label;Phone 1 - Value;Phone 2 - Label;Phone 2 - Value";
    let field = |rows: &[&str]| {
        let found = of_table(&Fields::default(), &[&[google], rows].concat());
        assert_eq!(
            (found[2].label_column, found[4].label_column, found[0].label_column),
            (Some(1), Some(3), None)
        );
        [2, 4].map(|column| found[column].field.as_ref().map(|field| field.name().to_owned()))
    };
    let fields = |one: &str, two: &str| [one, two].map(|name| Some(name.to_owned()));
    for (rows, expected) in [
        (&["a@x.de;Mobile;+49 151 123456;Work;+49 30 123456"][..], fields("mobile_phone", "business_phone")),
        (&["a@x.de;* Mobile;+49 151 123456;Mobile;+49 30 123456"], fields("mobile_phone", "business_phone")),
        (&["a@x.de;;+49 151 123456;;+49 30 123456"], fields("business_phone", "home_phone")),
        (&["a@x.de;Other;+49 151 123456;Work;+49 30 123456"], fields("home_phone", "business_phone")),
        (
            &[
                "a@x.de;Home;+49 151 123456;Work Fax;+49 30 123456",
                "b@x.de;Work;+49 151 123456;Cell;+49 151 12",
            ],
            fields("business_phone", "mobile_phone"),
        ),
        (&["a@x.de;Home;+49 151 123456;Work Fax;+49 30 123456"], [Some("home_phone".to_owned()), None]),
    ] {
        assert_eq!(field(rows), expected, "{rows:?}");
    }
    let found = of_table(&Fields::default(), &["Email;Phone;Phone Type", "a@x.de;+49 151 123456;mobile"]);
    assert_eq!(
        (found[1].field.as_ref().map(Field::name), found[1].label_column),
        (Some("mobile_phone"), Some(2))
    );
    assert_eq!(found[2].why.as_deref(), Some("says which telephone \"Phone\" is"));
}

#[test]
fn own_fields_are_judged_by_what_they_can_hold() {
    let own = |label: &str, kind: FieldKind, choices: &[&str]| CustomField {
        name: label.to_lowercase(),
        label: label.into(),
        kind,
        choices: choices.iter().map(|&choice| choice.to_owned()).collect(),
    };
    let fields = Fields::with([
        own("Size", FieldKind::Choice, &["S", "M"]),
        own("Sum", FieldKind::Decimal, &[]),
        own("Remark", FieldKind::Text(1000), &[]),
    ]);
    let table = ["Email;Size;Sum;Remark", "a@x.de;blue;much;1", "b@x.de;red;little;2", "c@x.de;grey;none;3"];
    let found = of_table(&fields, &table);
    assert_eq!(
        found[1].why.as_deref(),
        Some("called \"Size\", but its values are not among the field's choices")
    );
    let held = |found: &[Suggestion]| found.iter().map(|it| it.field.is_some()).collect::<Vec<_>>();
    assert_eq!(held(&found), [true, false, false, true]);
    let table = ["Email;Size;Sum;Remark", "a@x.de;s;1,50;1", "b@x.de;red;2.155;2", "c@x.de;M;3;3"];
    assert_eq!(held(&of_table(&fields, &table)), [true; 4]);
}

#[test]
fn an_error_file_keeps_its_mapping_though_no_address_is_right_yet() {
    let header = names("Muster row,Muster reason,Muster remedy,Kontakt,E-Mail");
    let samples: Vec<Vec<String>> =
        ["3", "no @", "", "ann(at)x.de", "yes"].iter().map(|&cell| vec![cell.to_owned()]).collect();
    let remembered = [Some("email".into()), None];
    let found = suggest(&Fields::default(), &header, &samples, Some(&remembered));
    assert_eq!(found[3].field, Some(Field::EMAIL));
    assert_eq!(found[4].field, None);
    let found = suggest(&Fields::default(), &header[3..], &samples[3..], Some(&remembered));
    assert_ne!(found[0].field, Some(Field::EMAIL), "another file, with other values");
}

#[test]
fn columns_with_one_name_or_none_are_remembered_by_their_places() {
    let header = names("Muster row,Muster reason,Muster remedy,E-Mail,Telefon,Telefon,,");
    let names = [Some("email"), None, Some("mobile_phone"), None, Some("city")];
    let mut remembered = names.map(|name| name.map(Target::from));
    remembered[2].as_mut().unwrap().label_column = Some(1);
    let found = suggest(&Fields::default(), &header, &[], Some(&remembered));
    let fields: Vec<_> = found[3..].iter().map(|it| it.field.as_ref().map(Field::name)).collect();
    assert_eq!(fields, names);
    assert_eq!(found[5].label_column, Some(4), "which the file has behind three columns of ours");
    assert_eq!(header_signature(&header), header_signature(&header[3..]));
    assert_ne!(header_signature(&header), header_signature(&header[3..7]), "one column fewer");
}
