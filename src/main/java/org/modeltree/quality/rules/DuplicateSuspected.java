package org.modeltree.quality.rules;

import jakarta.inject.Singleton;

/** Two models of a vendor may be the same model. */
@Singleton
class DuplicateSuspected extends Rule {

    DuplicateSuspected() {
        super(
                "duplicate_suspected",
                Severity.WARNING,
                "Another model of the same vendor has the same name or the same last part of its id, apart from "
                        + "spaces, dots, hyphens and underscores. Between digits, any of them counts as a dot.",
                """
                with called as (
                    -- A dot between digits tells 1.3B from 13B.
                    select m.vendor_id, m.id, translate(regexp_replace(
                               split_part(m.id, '/', 2), '([0-9])[ ._-]+(?=[0-9])', '\\1~', 'g'), ' -_.', '') as called
                    from model m
                    where m.vendor_id in (select s.vendor_id from scope s)
                    union all
                    select m.vendor_id, m.id, translate(regexp_replace(
                               m.name_key, '([0-9])[ ._-]+(?=[0-9])', '\\1~', 'g'), ' -_.', '')
                    from model m
                    where m.vendor_id in (select s.vendor_id from scope s)
                ),
                shared as (
                    select c.vendor_id, c.called, min(c.id) as first_id, max(c.id) as last_id
                    from called c
                    where c.called <> ''
                    group by c.vendor_id, c.called
                    having min(c.id) < max(c.id)
                ),
                pair as (
                    select c.id, min(case when s.first_id = c.id then s.last_id else s.first_id end) as other
                    from shared s
                    join called c on c.vendor_id = s.vendor_id and c.called = s.called
                    group by c.id
                )
                select m.id as model, 'id' as fact,
                       json_build_object('name', m.name, 'other', o.id, 'otherName', o.name) as evidence
                from pair p
                join scope m on m.id = p.id
                join model o on o.id = p.other
                """);
    }

    @Override
    public String detail(Evidence evidence) {
        return "\"" + evidence.text("name") + "\" may be the same model as " + evidence.text("other") + " (\""
                + evidence.text("otherName") + "\").";
    }
}
