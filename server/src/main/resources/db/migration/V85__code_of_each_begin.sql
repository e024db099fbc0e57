-- Each app that has begun shows a code to compare; the page shows the same codes before one of them is bound.
alter table enrollment_begin add column confirm_code text;
