#!/bin/sh
# Writes the rows of an embedded database as SQL for PostgreSQL: `to-postgres.sh campaign.db | psql --single-transaction URL`.
# The tables have to be there, and empty: any command of precheck-campaign with `--database URL` makes them. The service stands
# still meanwhile.
set -eu
database=$1
sqlite() { sqlite3 -readonly "$database" "$1"; }
echo '\set ON_ERROR_STOP on'
# In the order in which they were made: what refers to another table comes after it. The new database knows its keys already.
sqlite "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT IN ('_sqlx_migrations', 'key_file') ORDER BY rowid" |
    while read -r table; do
        columns=$(sqlite "SELECT group_concat(name, ', ') FROM pragma_table_info('$table')")
        # Bytes are written as PostgreSQL reads them, all else as SQLite quotes it.
        values=$(sqlite "SELECT group_concat('CASE typeof(' || name || ') WHEN ''blob'' THEN ''''''\\x'' || hex(' || name ||
            ') || '''''''' ELSE quote(' || name || ') END', ' || '', '' || ') FROM pragma_table_info('$table')")
        sqlite "SELECT 'INSERT INTO $table ($columns) VALUES (' || $values || ');' FROM $table"
    done
