"""How a cohort moves: professions, the warehouse, protection, synthetic lives."""
