using System.Numerics;

namespace Marketing.Model.Neural;

/// <summary>
/// Rotary position embedding (Su et al. 2021, eq. 14 to 16): queries and keys are turned by an angle that grows with their place, so that their product knows only how
/// far apart they are, and nothing of a history tells how much of it is still to come. The first and the second half of a head's columns are turned against each other.
/// </summary>
internal sealed unsafe class Rotary
{
    // As in the paper: wavelengths run from 2 pi to 10,000 times that.
    private const double Base = 10_000;
    private readonly int _width;
    private readonly int _heads;
    private readonly int _half;
    private readonly float[] _cosine;
    private readonly float[] _sine;

    /// <param name="width">Columns of the model.</param>
    /// <param name="heads">Heads; they divide the width. The last column of a head with an odd number of them stays as it is.</param>
    /// <param name="places">Places.</param>
    public Rotary(int width, int heads, int places)
    {
        (_width, _heads, _half) = (width, heads, width / heads / 2);
        (_cosine, _sine) = (new float[places * _half], new float[places * _half]);
        for (var place = 0; place < places; place++)
        {
            for (var c = 0; c < _half; c++)
            {
                var (sine, cosine) = Math.SinCos(place * Math.Pow(Base, -(double)c / _half));
                (_cosine[(place * _half) + c], _sine[(place * _half) + c]) = ((float)cosine, (float)sine);
            }
        }
    }

    /// <summary>Turns queries and keys in place.</summary>
    /// <param name="qkv">Queries, keys and values side by side, 3 width columns a token.</param>
    /// <param name="place">Place of each token.</param>
    /// <param name="back">Whether they are turned back, which is what happens to gradients.</param>
    public void Turn(float* qkv, ReadOnlySpan<int> place, bool back)
    {
        fixed (float* cosine = _cosine, sine = _sine)
        {
            for (var t = 0; t < place.Length; t++)
            {
                var own = qkv + (3L * t * _width);
                var angle = place[t] * _half;
                for (var head = 0; head < 2 * _heads; head++)
                {
                    Turn(own + ((long)(head / _heads) * _width) + ((long)(head % _heads) * (_width / _heads)), cosine + angle, sine + angle, back ? -1 : 1);
                }
            }
        }
    }

    private void Turn(float* columns, float* cosine, float* sine, float direction)
    {
        var c = 0;
        for (; c + Vector<float>.Count <= _half; c += Vector<float>.Count)
        {
            var (x, y) = (Vector.Load(columns + c), Vector.Load(columns + _half + c));
            var (cos, sin) = (Vector.Load(cosine + c), Vector.Load(sine + c) * direction);
            Vector.Store((x * cos) - (y * sin), columns + c);
            Vector.Store((y * cos) + (x * sin), columns + _half + c);
        }

        for (; c < _half; c++)
        {
            var (x, y, sin) = (columns[c], columns[_half + c], sine[c] * direction);
            columns[c] = (x * cosine[c]) - (y * sin);
            columns[_half + c] = (y * cosine[c]) + (x * sin);
        }
    }
}
