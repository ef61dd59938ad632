-- Prices of publishers begin and end on days, and with them what is scored (`input-price`, `output-price`). The row has the
-- last day for which this was done. Of an older catalog it is the day of its first revision, so that prices which began since
-- the last write of their offering count. A writer of another instance waits until the row is there.
set local statement_timeout = 0;
select revision from catalog_revision for update;

create table price_day (
    only_row boolean primary key default true constraint price_day_has_one_row check (only_row),
    day date not null
);
insert into price_day (day)
select coalesce(
    (select (c.changed_at at time zone 'UTC')::date from change c order by c.revision, c.id limit 1),
    (r.changed_at at time zone 'UTC')::date)
from catalog_revision r;

-- What begins or ends on a day, without a look at all prices.
create index price_by_first_day on price (valid_from) where valid_from is not null;
create index price_by_end on price (valid_to) where valid_to is not null;
create index offering_by_retirement on offering (retired_date) where retired_date is not null;
