-- While alarms come, slot 3 is kept for them: a page of a sweep that takes it blocks it for a whole second, and with two
-- slots a turn of the pump (pull, confirm) cannot begin twice a second. See docs/decisions/003-rate-budget.md.
CREATE OR REPLACE FUNCTION gateway_rank(
  p_slot int, p_lane text, p_waited interval, p_used text[], p_messages_due boolean, p_people boolean
)
  RETURNS numeric
  LANGUAGE sql IMMUTABLE
  AS $$
    SELECT CASE
      WHEN p_slot IN (1, 2) AND p_lane = 'alarms' THEN 0
      WHEN p_slot = 4 AND p_lane = 'messages' AND p_messages_due THEN 0
      WHEN p_slot = 5 AND p_lane = 'sweeps' AND p_waited > CASE WHEN p_people THEN interval '8 seconds'
                                                                ELSE interval '3 seconds' END THEN 0
      WHEN p_slot IN (3, 4, 5) AND p_lane = 'interactive' THEN 1
      WHEN p_lane = 'alarms' AND 'drain' = ANY (p_used) THEN 2
      WHEN p_slot = 2 AND p_lane = 'interactive' THEN 3
      WHEN p_slot = 4 AND p_lane = 'messages' AND NOT p_people THEN 3
      WHEN p_slot = 5 AND p_lane = 'sweeps' AND NOT p_people THEN 3
      WHEN p_lane = 'alarms' THEN 4
      -- Lent: nobody uses the lanes that own this slot.
      WHEN p_slot IN (1, 2) AND NOT 'alarms' = ANY (p_used)
        OR p_slot = 3 AND NOT p_used && ARRAY['interactive', 'arriving']
        OR p_slot = 4 AND NOT p_used && ARRAY['interactive', 'messages']
        OR p_slot = 5 AND NOT p_used && ARRAY['interactive', 'sweeps']
      THEN CASE p_lane WHEN 'interactive' THEN 5 WHEN 'messages' THEN 6 ELSE 7 END
    END
  $$;
