-- A catalog may state the axis that raw values of a capability are drawn on, with captions.
set local statement_timeout = 0;

alter table capability
    -- An object with `from`, `to` and `ticks`. None is null: the axis then follows from the scale.
    add column gauge jsonb constraint capability_gauge_is_an_object check (jsonb_typeof(gauge) = 'object');

create or replace view capability_line as
select c.id, c.position, jsonb_strip_nulls(jsonb_build_object(
    'type', 'capability', 'id', c.id, 'origin', c.origin, 'benchmark', c.benchmark_id,
    'label', jsonb_build_object('en', c.label_en, 'zh', c.label_zh),
    'description', jsonb_build_object('en', c.description_en, 'zh', c.description_zh),
    'basis', case when c.basis_en is not null then jsonb_build_object('en', c.basis_en, 'zh', c.basis_zh) end,
    'scale', jsonb_build_object('kind', c.scale_kind, 'floor', c.scale_floor, 'ceiling', c.scale_ceiling),
    'gauge', c.gauge)) as doc
from capability c;
