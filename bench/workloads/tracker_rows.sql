-- An issue tracker: projects, people, issues, comments, labels, events. Nothing is indexed but primary keys.
create table people (id int primary key, login text not null, name text not null, active boolean not null, team int);
create table projects (id int primary key, slug text not null, owner_id int not null, archived boolean not null, created date not null);
create table issues (id int primary key, project_id int not null, number int not null, author_id int not null, assignee_id int, status text not null,
  priority smallint not null, title text not null, opened timestamptz not null, closed timestamptz, points int);
create table comments (id int primary key, issue_id int not null, author_id int not null, written timestamptz not null, body text not null, edited boolean not null);
create table labels (id int primary key, project_id int not null, name text not null);
create table issue_labels (issue_id int not null, label_id int not null, primary key (issue_id, label_id));
create table events (id bigint primary key, issue_id int not null, actor_id int not null, kind text not null, happened timestamptz not null, payload text);
insert into people select i, 'login' || i, 'Person ' || i % 4000, i % 9 <> 0, case when i % 4 > 0 then i % 60 end from generate_series(1, 8000) i;
insert into projects select i, 'project-' || i, 1 + i * 37 % 8000, i % 7 = 0, date '2018-01-01' + i % 2500 from generate_series(1, 900) i;
insert into issues select i, 1 + (abs(hashint4(i)::bigint) % 900)::int, i / 900, 1 + (abs(hashint4(i + 7)::bigint) % 8000)::int,
  case when i % 3 > 0 then 1 + (abs(hashint4(i + 9)::bigint) % 8000)::int end,
  case when i % 11 = 0 then 'open' when i % 29 = 0 then 'blocked' else 'closed' end, i % 5, 'Issue about ' || i % 5000, timestamptz '2019-01-01' + i * interval '11 minutes',
  case when i % 11 > 0 then timestamptz '2019-01-03' + i * interval '11 minutes' end, i % 13 from generate_series(1, 200000) i;
insert into comments select i, 1 + (abs(hashint4(i * 3)::bigint) % 200000)::int, 1 + (abs(hashint4(i + 3)::bigint) % 8000)::int, timestamptz '2019-01-01' + i * interval '4 minutes',
  repeat('word ', i % 30), i % 10 = 0 from generate_series(1, 600000) i;
insert into labels select i, 1 + i % 900, 'label ' || i % 40 from generate_series(1, 7200) i;
insert into issue_labels select distinct 1 + (abs(hashint4(i)::bigint) % 200000)::int, 1 + (abs(hashint4(i + 5)::bigint) % 7200)::int from generate_series(1, 300000) i;
insert into events select i, 1 + (abs(hashint4(i + 1)::bigint) % 200000)::int, 1 + (abs(hashint4(i + 2)::bigint) % 8000)::int,
  (array['opened', 'labelled', 'assigned', 'closed', 'mentioned', 'moved'])[1 + i % 6], timestamptz '2019-01-01' + i * interval '3 minutes', null from generate_series(1, 700000) i;
