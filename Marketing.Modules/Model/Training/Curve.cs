namespace Marketing.Model.Training;

/// <summary>The curve of a training as it grows. When it has too many points, each two become one, so that it keeps its shape and never its size.</summary>
internal sealed class Curve(int most = Curve.MostPoints)
{
    internal const int MostPoints = 500;

    private readonly Lock _gate = new();
    private List<CurvePoint> _points = [];

    // Points since the last whole one, while each stands for several.
    private CurvePoint? _open;
    private int _inOpen;
    private int _each = 1;

    /// <summary>Best validation so far, or null.</summary>
    public double? Best { get; private set; }

    /// <summary>The points, and the one that is not whole yet.</summary>
    public IReadOnlyList<CurvePoint> Points
    {
        get
        {
            lock (_gate)
            {
                return _open is { } open ? [.. _points, open] : [.. _points];
            }
        }
    }

    /// <summary>Adds a point; one whose loss is no number, or whose step is not after the last one's, says nothing.</summary>
    public void Add(CurvePoint point)
    {
        lock (_gate)
        {
            if (!double.IsFinite(point.Loss) || point.Step <= Last(_open))
            {
                return;
            }

            var plain = point with { Validation = point.Validation is { } value && double.IsFinite(value) ? value : null, TokensPerSecond = double.IsFinite(point.TokensPerSecond) ? point.TokensPerSecond : 0 };
            Best = plain.Validation is { } validation ? Math.Max(validation, Best ?? validation) : Best;
            _open = _open is null ? plain : Merge(Last(null), _open, plain);
            if (++_inOpen < _each)
            {
                return;
            }

            _points.Add(_open);
            (_open, _inOpen) = (null, 0);
            if (_points.Count >= most)
            {
                Halve();
            }
        }
    }

    private long Last(CurvePoint? open) => open?.Step ?? (_points.Count == 0 ? 0 : _points[^1].Step);

    private void Halve()
    {
        var (half, before) = (new List<CurvePoint>(most), 0L);
        for (var i = 0; i + 1 < _points.Count; i += 2)
        {
            half.Add(Merge(before, _points[i], _points[i + 1]));
            before = _points[i + 1].Step;
        }

        (_open, _inOpen) = _points.Count % 2 == 1 ? (_points[^1], _each) : (null, 0);
        _each *= 2;
        _points = half;
    }

    // Losses are means over the steps since the point before; a validation is of the moment.
    private static CurvePoint Merge(long before, CurvePoint first, CurvePoint second)
    {
        double one = first.Step - before, two = second.Step - first.Step;
        return second with
        {
            Loss = ((first.Loss * one) + (second.Loss * two)) / (one + two),
            TokensPerSecond = ((first.TokensPerSecond * one) + (second.TokensPerSecond * two)) / (one + two),
            Validation = second.Validation ?? first.Validation,
        };
    }
}
