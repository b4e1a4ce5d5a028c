"""What all rooms share and what knows none of them: no app, no model, no setting of one feature. Start with
pagination.py, which cuts the pages of albums and of the admin's lists."""
