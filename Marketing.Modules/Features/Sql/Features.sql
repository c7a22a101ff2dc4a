-- name: list-treatments
-- What people have set.
select feature as Feature, missing as Missing, constant as Constant, outliers as Outliers, action as Action, threshold as Threshold, actor as Actor, at as At
from features_treatments
order by feature;

-- name: save-treatment
-- Writes the treatment of a feature.
insert into features_treatments (feature, missing, constant, outliers, action, threshold, actor, at)
values (@Feature, @Missing, @Constant, @Outliers, @Action, @Threshold, @Actor, @At)
on conflict (feature) do update set missing = excluded.missing, constant = excluded.constant, outliers = excluded.outliers,
    action = excluded.action, threshold = excluded.threshold, actor = excluded.actor, at = excluded.at;

-- name: remove-treatment
-- Leaves a feature to the configuration again.
delete from features_treatments where feature = @Feature;
