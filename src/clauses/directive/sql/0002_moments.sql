CREATE INDEX directive_order_event_at ON directive_order_event (at, n);
CREATE INDEX directive_cell_event_at ON directive_cell_event (at, n);
