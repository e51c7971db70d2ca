/*
title = "Follow-up after 1 and 3 years"
title_sv = "Uppföljning efter 1 och 3 år"
question = "Was the person resident, employed and in the profession k years after the licence?"
definition = "The rows of milestones.follow_up_ways, which defines the answers, counted by the choices in force. One row per person followed (or not known to be) and k = 1, 3."
*/
select person, profession, model, k, year, is_followed, is_covered, is_rejected, resident, employed, in_profession
from milestones.follow_up_ways
where variant = ''
